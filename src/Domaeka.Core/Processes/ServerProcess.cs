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

    /// <summary>The server that it belongs to (<c>kb_servers</c>); null when the web admin has given it none. Only read.</summary>
    public long? ServerId { get; init; }

    /// <summary>The server's row; null when there is none. Only read.</summary>
    public ProcessServer? Server { get; init; }

    /// <summary><c>live</c> or <c>test</c>; null when there is no word. Only read.</summary>
    public string? Type { get; init; }

    /// <summary>Devices with a live connection, as last reported; null when the process does not report them. Only read.</summary>
    public int? LiveBots { get; init; }

    /// <summary>When it was started last; null when that was not recorded. Only read.</summary>
    public DateTimeOffset? LastStartAt { get; init; }

    /// <summary>When it was stopped last; null when that was not recorded. Only read.</summary>
    public DateTimeOffset? LastStopAt { get; init; }

    /// <summary>True when its row says that it runs, but it has not reported for longer than <paramref name="limit"/>: it has crashed.</summary>
    public bool IsSilent(DateTimeOffset now, TimeSpan limit) => Status == ServerProcessStatus.Running && now - LastHeartbeat > limit;
}
