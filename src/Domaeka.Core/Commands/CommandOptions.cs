namespace Domaeka.Core.Commands;

/// <summary>How commands are run.</summary>
public sealed class CommandOptions
{
    /// <summary>After how long a command is given up, unless its definition says otherwise; 1 ms to 24 h (default: 5 min).</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How many runs of one command may go on behind their time-out, 1 to 1,000 (default: 16). As long as so many hang, further calls of that
    /// command are turned away, since each of them may hold a thread.
    /// </summary>
    public int MaxStuckRuns { get; set; } = 16;

    /// <summary>
    /// How many calls within <see cref="CircuitWindow"/> must have been made before the circuit of a command that calls out
    /// (<see cref="CommandDefinition.CallsOut"/>) may open, 2 to 1,000 (default: 5). It opens when nine of ten have failed; so the first five
    /// failures in a row open it. An exception and a time-out are failures.
    /// </summary>
    public int CircuitFailures { get; set; } = 5;

    /// <summary>How far back calls count, 1 s to 1 h (default: 1 min).</summary>
    public TimeSpan CircuitWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long an open circuit refuses every call before it lets one through as a trial, 500 ms to 24 h (default: 60 s).
    /// </summary>
    public TimeSpan CircuitBreak { get; set; } = TimeSpan.FromSeconds(60);
}
