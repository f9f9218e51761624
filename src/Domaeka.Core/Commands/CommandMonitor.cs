namespace Domaeka.Core.Commands;

/// <summary>How the commands are, for those who look at the server.</summary>
internal sealed class CommandMonitor(CommandRouter router, CommandCircuits circuits, StuckCommands stuck)
{
    /// <summary>Most stuck runs that are told one by one.</summary>
    private const int MaxListed = 100;

    /// <summary>Every command, in the order of their triggers.</summary>
    public IReadOnlyList<CommandStatus> Commands =>
    [
        .. router.Definitions.Select(definition => new CommandStatus(
            definition.Trigger, circuits.Find(definition)?.State ?? CircuitState.None, stuck.Count(definition.Trigger))),
    ];

    /// <summary>The runs that hang, the eldest first; at most 100.</summary>
    public IReadOnlyList<StuckCommand> Stuck => stuck.List(MaxListed);
}
