namespace Domaeka.Core.Commands;

/// <summary>How a command is.</summary>
/// <param name="Trigger">Which.</param>
/// <param name="Circuit">Whether calls of it go through.</param>
/// <param name="StuckRuns">How many runs of it go on behind their time-out.</param>
public sealed record CommandStatus(string Trigger, CircuitState Circuit, int StuckRuns);
