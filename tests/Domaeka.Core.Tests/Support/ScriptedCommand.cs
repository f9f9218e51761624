using Domaeka.Core.Commands;

namespace Domaeka.Core.Tests.Support;

/// <summary>A command whose behaviour the test writes.</summary>
internal sealed class ScriptedCommand(
    CommandDefinition definition, Func<CommandContext, CancellationToken, ValueTask<CommandReply>> answer) : IChatCommand
{
    public ScriptedCommand(string trigger, Func<CommandContext, CancellationToken, ValueTask<CommandReply>> answer)
        : this(new CommandDefinition { Trigger = trigger, Summary = "시험" }, answer)
    {
    }

    public CommandDefinition Definition { get; } = definition;

    public ValueTask<CommandReply> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) => answer(context, cancellationToken);
}
