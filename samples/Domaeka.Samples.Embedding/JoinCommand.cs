using Domaeka.Core.Commands;

namespace Domaeka.Samples.Embedding;

/// <summary><c># join --count=2 사과</c>: takes part in a group buy. Shows parameters with a type, a range and a default.</summary>
internal sealed class JoinCommand(GroupBuyBook book) : IChatCommand
{
    public CommandDefinition Definition { get; } = new()
    {
        Trigger = "# join",
        Summary = "공동구매에 참여합니다.",
        TextName = "상품",
        IsTextRequired = true,
        Parameters =
        [
            new CommandParameter
            {
                Name = "count",
                Type = CommandParameterType.Integer,
                Summary = "수량",
                Default = "1",
                Minimum = 1,
                Maximum = 99,
            },
        ],
    };

    public ValueTask<CommandReply> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var product = context.Arguments.Text;
        var count = context.Arguments.GetInteger("count")!.Value;
        var total = book.Join(context.Room.Key, product, count);
        return new ValueTask<CommandReply>(CommandReply.Text($"{context.Line.Sender}님 {product} {count}개 참여! 지금까지 {total}개입니다."));
    }
}
