using Domaeka.Core.Templates;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Core.Tests.Templates;

public sealed class NoticeTemplateTests
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["주문자명"] = "홍길동",
        ["총금액"] = "12,000",
        ["배송 예정일"] = "내일",
        ["a_1"] = "x",
        ["𠮷"] = "k",
    };

    [Theory]
    [InlineData("", "")]
    [InlineData("안내", "안내")]
    [InlineData("{주문자명}님 {총금액}원", "홍길동님 12,000원")]
    [InlineData("{배송 예정일}", "내일")]
    [InlineData("{a_1}{a_1}", "xx")]
    [InlineData("{𠮷}", "k")]
    [InlineData("{{주문자명}}", "{주문자명}")]
    [InlineData("{{{주문자명}}}", "{홍길동}")]
    [InlineData("{ 주문자명}", "{ 주문자명}")]
    [InlineData("{주문자명 }", "{주문자명 }")]
    [InlineData("{}", "{}")]
    [InlineData("{ }", "{ }")]
    [InlineData("{주문-자명} } { {주문자명", "{주문-자명} } { {주문자명")]
    [InlineData("{{ {총금액", "{ {총금액")]
    [InlineData("{주문\n자명}", "{주문\n자명}")]
    [InlineData("{x{총금액}", "{x12,000")]
    public void Render_EveryValueThere_GivesTheText(string template, string expected)
    {
        var result = Parse(template).Render(Values);

        Assert.Equal(TemplateFailure.None, result.Failure);
        Assert.Equal(expected, result.Text);
    }

    [Fact]
    public void Render_ValuesMissing_NamesAllAtOnceInOrder()
    {
        var result = Parse("{주문번호} {주문자명} {상품목록} {주문번호}").Render(Values);

        Assert.Equal(TemplateFailure.MissingValues, result.Failure);
        Assert.Null(result.Text);
        Assert.Equal(["주문번호", "상품목록"], result.MissingNames);
        Assert.Equal(["총금액", "배송 예정일", "a_1", "𠮷"], result.UnusedNames);
    }

    [Fact]
    public void Render_ValueLooksLikeAPlaceholder_IsNotLookedAtAgain() =>
        Assert.Equal("{b} {{c}}", Parse("{a}").Render(new Dictionary<string, string> { ["a"] = "{b} {{c}}", ["b"] = "no" }).Text);

    [Fact]
    public void Parse_NameOfFiftyUnits_IsAName()
    {
        Assert.Equal([new string('가', 50)], Parse("{" + new string('가', 50) + "}").Names);
        Assert.Empty(Parse("{" + new string('가', 51) + "}").Names);
    }

    [Fact]
    public void TryParse_TooLong_IsRefused()
    {
        Assert.True(NoticeTemplate.TryParse(new string('x', NoticeTemplate.MaxLength), out _));
        Assert.False(NoticeTemplate.TryParse(new string('x', NoticeTemplate.MaxLength + 1), out _));
    }

    [Fact]
    public void TryRender_OutputTooLong_IsRefused()
    {
        var template = Parse(string.Concat(Enumerable.Repeat("{a}", 80_000)));

        Assert.True(template.TryRender(new Dictionary<string, string> { ["a"] = "xyz" }, out var text, out _));
        Assert.Equal(240_000, text.Length);
        Assert.False(template.TryRender(new Dictionary<string, string> { ["a"] = "wxyz" }, out _, out var result));
        Assert.Equal(TemplateFailure.TooLong, result.Failure);
    }

    [Fact]
    public void Render_EscapedText_GivesTheTextBack() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(text => text is not null), text =>
        {
            var escaped = text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
            var template = Parse(escaped);
            return template.Names.Count == 0 && template.Render(new Dictionary<string, string>()).Text == text;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Render_AnyBraces_NamesThatAreGivenAreNotMissing() =>
        Prop.ForAll(Gen.Elements("{", "}", "{{", "}}", "가", "a", "_", " ", "-", "{가}", "{a b}").ListOf().ToArbitrary(), pieces =>
        {
            var template = Parse(string.Concat(pieces));
            var result = template.Render(template.Names.ToDictionary(name => name, _ => "!"));
            return result.Failure == TemplateFailure.None
                && result.UnusedNames.Count == 0
                && template.Render(new Dictionary<string, string>()).MissingNames.SequenceEqual(template.Names);
        }).QuickCheckThrowOnFailure();

    private static NoticeTemplate Parse(string text)
    {
        Assert.True(NoticeTemplate.TryParse(text, out var template));
        return template;
    }
}
