namespace Domaeka.Core.Commands.BuiltIn;

/// <summary><c># echo {text}</c>: says the text again. The proof that a room is connected end to end.</summary>
internal sealed class EchoCommand : IChatCommand
{
    public CommandDefinition Definition { get; } = new()
    {
        Trigger = "# echo",
        Summary = "입력한 내용을 그대로 돌려줍니다.",
        TextName = "내용",
        IsTextRequired = true,
    };

    public ValueTask<CommandReply> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) =>
        new(CommandReply.Text($"에코: {context.Arguments.Text}"));
}
