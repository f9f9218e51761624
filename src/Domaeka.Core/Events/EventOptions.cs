namespace Domaeka.Core.Events;

/// <summary>How events are recorded and read; section <c>Events</c>.</summary>
public sealed class EventOptions
{
    /// <summary>Most feeds that are read at a time, by streams of the API and by commands alike: 1 to 10,000 (default: 100).</summary>
    public int MaxFeeds { get; set; } = 100;

    /// <summary>
    /// How often a feed looks for what other processes have committed, 100 ms to 1 minute (default: 1 s). What this process commits is found
    /// at once.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Most events, and most chat lines, that a feed holds in memory: 1 to 10,000 (default: 200).</summary>
    public int PageSize { get; set; } = 200;

    /// <summary>
    /// Most events of phones, devices and rooms that wait for their commit while the database does not answer; beyond that the oldest are
    /// dropped. 1 to 1,000,000 (default: 10,000).
    /// </summary>
    public int MaxPendingEvents { get; set; } = 10_000;
}
