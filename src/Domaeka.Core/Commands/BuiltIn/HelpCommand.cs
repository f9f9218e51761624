using System.Text;

namespace Domaeka.Core.Commands.BuiltIn;

/// <summary><c># help [command]</c>: lists the commands, or explains one. Made from the definitions, so it is never out of date.</summary>
internal sealed class HelpCommand : IChatCommand
{
    private const string Prefix = "# ";

    public CommandDefinition Definition { get; } = new()
    {
        Trigger = "# help",
        Summary = "명령어 목록 또는 한 명령어의 사용법을 보여줍니다.",
        TextName = "명령어",
    };

    public ValueTask<CommandReply> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var wanted = context.Arguments.Text;
        if (wanted.Length == 0)
            return new ValueTask<CommandReply>(CommandReply.Text(List(context)));

        var found = context.Commands.FirstOrDefault(command => command.Trigger == wanted || command.Trigger == Prefix + wanted);
        return new ValueTask<CommandReply>(CommandReply.Text(
            found is null ? $"그런 명령어가 없습니다: {wanted}" : CommandUsage.Details(found)));
    }

    private static string List(CommandContext context)
    {
        var list = new StringBuilder("사용할 수 있는 명령어");
        foreach (var command in context.Commands.Where(command => !command.IsAdminOnly || context.IsAdmin))
        {
            list.Append('\n').Append(CommandUsage.Line(command)).Append(" - ").Append(command.Summary);
            if (command.IsAdminOnly)
                list.Append(" (관리자 전용)");
        }

        return list.ToString();
    }
}
