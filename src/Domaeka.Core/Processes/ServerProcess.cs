namespace Domaeka.Core.Processes;

/// <summary>A row of <c>kb_server_processes</c>.</summary>
public sealed record ServerProcess
{
    /// <summary>Unique, such as <c>domaeka-1490</c>; up to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Operating-system process id.</summary>
    public required int Pid { get; init; }

    /// <summary>The TCP port that phones connect to.</summary>
    public required int Port { get; init; }

    /// <summary>What it is doing.</summary>
    public required ServerProcessStatus Status { get; init; }

    /// <summary>When it last reported.</summary>
    public required DateTimeOffset LastHeartbeat { get; init; }

    /// <summary>Share of one core, in percent, since the report before.</summary>
    public double CpuUsagePercent { get; init; }

    /// <summary>Working set in megabytes.</summary>
    public double MemoryUsageMegabytes { get; init; }
}
