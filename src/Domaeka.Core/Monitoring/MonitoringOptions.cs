namespace Domaeka.Core.Monitoring;

/// <summary>What is recorded of phones and machine for the web admin; section <c>Monitoring</c>. How long it is kept: section <c>Retention</c>.</summary>
public sealed class MonitoringOptions
{
    /// <summary>Whether answered and given-up pings become rows of <c>kb_ping_monitor</c> (default: true).</summary>
    public bool RecordPings { get; set; } = true;

    /// <summary>How long rows of pings are gathered before they are stored together, 10 ms to 1 min (default: 1 s).</summary>
    public TimeSpan PingFlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Most rows of pings in one transaction, 1 to 1,000 (default: 25). Whatever else is to be written waits for it.</summary>
    public int PingBatchRows { get; set; } = 25;

    /// <summary>
    /// Most rows of pings that wait for the database, beside the batch under way; beyond that the oldest are dropped. 100 to 1,000,000 (default:
    /// 20,000, a minute of 10,000 phones).
    /// </summary>
    public int PingBufferRows { get; set; } = 20_000;

    /// <summary>How often the figures of this process that stand in each row of a ping are taken anew, 100 ms to 1 h (default: 5 s).</summary>
    public TimeSpan ProcessSampleInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the machine is recorded in <c>kb_system_monitor</c> (default: true).</summary>
    public bool RecordSystem { get; set; } = true;

    /// <summary>When the first sample of the machine is taken, behind the start: 100 ms to 1 h (default: 10 s).</summary>
    public TimeSpan FirstSystemSample { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the machine is sampled, 100 ms to 1 day (default: 5 min).</summary>
    public TimeSpan SystemInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A directory of the file system whose fullness is sampled; null is the working directory. The server program sets its data directory.</summary>
    public string? Directory { get; set; }
}
