using Domaeka.Core.Delivery;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Core.Tests.Delivery;

public sealed class TextSplitterTests
{
    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc|d")]
    [InlineData("ab\ncd", 3, "ab|cd")]
    [InlineData("abc\ndef", 3, "abc|def")]
    [InlineData("a\nb\nc", 4, "a\nb|c")]
    [InlineData("a😀😀", 2, "a|😀|😀")]
    [InlineData("\n\n\n\n", 2, "\n\n|\n")]
    public void Split_Text_CutsAtLineEndsElseAtTheLimit(string text, int maxLength, string expected) =>
        Assert.Equal(expected.Split('|'), TextSplitter.Split(text, maxLength));

    [Fact]
    public void Split_AnyText_LosesNothingButLineEndsAndFits() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(text => text is not null), Gen.Choose(2, 20).ToArbitrary(), (text, maxLength) =>
        {
            var parts = TextSplitter.Split(text, maxLength).ToArray();
            return parts.All(part => part.Length > 0 && part.Length <= maxLength)
                && string.Concat(parts).Replace("\n", "", StringComparison.Ordinal) == text.Replace("\n", "", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
}
