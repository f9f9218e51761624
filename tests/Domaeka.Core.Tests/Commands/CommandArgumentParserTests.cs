using Domaeka.Core.Commands;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Core.Tests.Commands;

public sealed class CommandArgumentParserTests
{
    private static readonly CommandDefinition Order = new()
    {
        Trigger = "# order",
        Summary = "주문",
        TextName = "상품",
        Parameters =
        [
            new CommandParameter { Name = "count", Type = CommandParameterType.Integer, Summary = "수량", Default = "1", Minimum = 1, Maximum = 99 },
            new CommandParameter { Name = "price", Type = CommandParameterType.Number, Summary = "가격", Minimum = 0 },
            new CommandParameter { Name = "gift", Type = CommandParameterType.Boolean, Summary = "선물" },
            new CommandParameter { Name = "note", Type = CommandParameterType.Text, Summary = "메모", Maximum = 10 },
            new CommandParameter { Name = "size", Type = CommandParameterType.Text, Summary = "크기", Choices = ["S", "L"] },
        ],
    };

    [Fact]
    public void TryParse_EveryKind_IsRead()
    {
        var arguments = Parse(Order, " --count=3 사과 --price=1500.5 --gift --note=\"문 앞에\" 한 상자 --size=L");

        Assert.Equal(3, arguments.GetInteger("count"));
        Assert.Equal(1500.5m, arguments.GetNumber("price"));
        Assert.True(arguments.GetBoolean("gift"));
        Assert.Equal("문 앞에", arguments.GetText("note"));
        Assert.Equal("L", arguments.GetText("size"));
        Assert.Equal("사과 한 상자", arguments.Text);
    }

    [Fact]
    public void TryParse_NothingGiven_DefaultsHold()
    {
        var arguments = Parse(Order, "");

        Assert.Equal(1, arguments.GetInteger("count"));
        Assert.Null(arguments.GetNumber("price"));
        Assert.False(arguments.GetBoolean("gift"));
        Assert.False(arguments.Has("note"));
    }

    [Theory]
    [InlineData("--count=0", "1 이상")]
    [InlineData("--count=100", "99 이하")]
    [InlineData("--count=x", "정수")]
    [InlineData("--count", "정수")]
    [InlineData("--count=99999999999999999999", "정수")]
    [InlineData("--price=1e5", "숫자")]
    [InlineData("--gift=maybe", "true 또는 false")]
    [InlineData("--note=12345678901", "10자 이하")]
    [InlineData("--size=M", "S, L")]
    [InlineData("--colour=red", "알 수 없는 옵션입니다: --colour")]
    [InlineData("--count=1 --count=2", "두 번")]
    public void TryParse_BadValue_IsExplained(string rest, string expected)
    {
        Assert.False(CommandArgumentParser.TryParse(Order, rest, out _, out var error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_RequiredMissing_IsExplained()
    {
        var definition = Order with { Parameters = [Order.Parameters[0] with { Default = null, IsRequired = true }] };

        Assert.False(CommandArgumentParser.TryParse(definition, "사과", out _, out var error));
        Assert.Contains("--count", error, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_CommandWithoutParameters_TakesTheTextUntouched() =>
        Assert.Equal("--count=3 -- a", Parse(new CommandDefinition { Trigger = "# echo", Summary = "" }, " --count=3 -- a ").Text);

    [Fact]
    public void TryParse_AnyText_NeverThrows() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        CommandArgumentParser.TryParse(Order, text ?? "", out var arguments, out var error) ? arguments is not null : error is not null)
        .QuickCheckThrowOnFailure();

    private static CommandArguments Parse(CommandDefinition definition, string rest)
    {
        Assert.True(CommandArgumentParser.TryParse(definition, rest, out var arguments, out var error), error);
        return arguments;
    }
}
