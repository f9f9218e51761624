namespace Domaeka.Api.Logging;

/// <summary>The log on standard output. Configuration section <c>Logging:Console</c>, where <c>LogLevel</c> sets levels of its own.</summary>
public sealed class ConsoleLogOptions
{
    /// <summary>The section.</summary>
    public const string SectionName = "Logging:Console";

    /// <summary>How lines are written. (default: Text)</summary>
    public LogFormat Format { get; set; } = LogFormat.Text;
}
