namespace Domaeka.Core.Commands;

/// <summary>How commands are run.</summary>
public sealed class CommandOptions
{
    /// <summary>After how long a command is given up, unless its definition says otherwise; 1 ms to 24 h (default: 5 min).</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);
}
