using Domaeka.Core.Commands;
using Domaeka.Core.Tests.Support;

namespace Domaeka.Core.Tests.Commands;

public sealed class CommandRouterTests
{
    private readonly CommandRouter _router = new([Command("# echo"), Command("# echo loud"), Command("# help"), Command("!주문")]);

    [Theory]
    [InlineData("# echo 안녕", "# echo", " 안녕")]
    [InlineData("# echo", "# echo", "")]
    [InlineData("# echo\n둘째 줄", "# echo", "\n둘째 줄")]
    [InlineData("# echo loud 안녕", "# echo loud", " 안녕")]
    [InlineData("# echo loudly", "# echo", " loudly")]
    [InlineData("!주문 2", "!주문", " 2")]
    public void Match_TriggerOnAWordBoundary_FindsTheLongest(string line, string trigger, string rest)
    {
        var match = _router.Match(line);

        Assert.Equal(trigger, match!.Value.Command.Definition.Trigger);
        Assert.Equal(rest, match.Value.Rest);
    }

    [Theory]
    [InlineData("# echoXYZ")]
    [InlineData("# Echo 안녕")]
    [InlineData("#echo 안녕")]
    [InlineData(" # echo 안녕")]
    [InlineData("# unknown")]
    [InlineData("안녕")]
    [InlineData("")]
    public void Match_AnythingElse_IsPlainChat(string line) => Assert.Null(_router.Match(line));

    [Fact]
    public void Constructor_SeveralMistakes_NamesThemAll()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new CommandRouter(
        [
            Command("# a"),
            Command("# a"),
            Command(" # b"),
            Command(new CommandDefinition
            {
                Trigger = "# c",
                Summary = "",
                Parameters = [new CommandParameter { Name = "n", Type = CommandParameterType.Integer, Summary = "", Default = "x" }],
            }),
        ]));

        Assert.Contains("'# a' is used by 2", exception.Message, StringComparison.Ordinal);
        Assert.Contains("' # b'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("# c --n", exception.Message, StringComparison.Ordinal);
    }

    private static ScriptedCommand Command(string trigger) => new(trigger, (_, _) => new ValueTask<CommandReply>(CommandReply.None));

    private static ScriptedCommand Command(CommandDefinition definition) => new(definition, (_, _) => new ValueTask<CommandReply>(CommandReply.None));
}
