namespace Domaeka.Core.Monitoring;

/// <summary>A row of <c>kb_system_monitor</c>: how the machine is, and what this process has to do. Null always means: not known.</summary>
public sealed record SystemSample
{
    /// <summary>The name of the process's server in <c>kb_servers</c>, or else that of the machine.</summary>
    public required string ServerName { get; init; }

    /// <summary>When it was taken.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How busy all processors were since the sample before, 0 to 100.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Memory in megabytes: the machine's, or the limit of the container where that is less.</summary>
    public double? MemoryTotalMegabytes { get; init; }

    /// <summary>Of that in use, in megabytes; what can be given up at once, such as cached files, is not in use.</summary>
    public double? MemoryUsedMegabytes { get; init; }

    /// <summary>Of that in use, 0 to 100.</summary>
    public double? MemoryPercent { get; init; }

    /// <summary>How full the file system of the data directory is, 0 to 100, for programs without special rights.</summary>
    public double? DiskPercent { get; init; }

    /// <summary>Open phone connections, proven or not.</summary>
    public required int Connections { get; init; }

    /// <summary>Commands that wait for their turn, and chat lines that wait for their commit.</summary>
    public required int QueueLength { get; init; }
}
