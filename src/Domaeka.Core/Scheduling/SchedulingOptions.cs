namespace Domaeka.Core.Scheduling;

/// <summary>How schedules are run.</summary>
public sealed class SchedulingOptions
{
    /// <summary>The IANA name of the time zone whose wall clock the schedules go by (default: Asia/Seoul).</summary>
    public string TimeZone { get; set; } = "Asia/Seoul";

    /// <summary>
    /// Where the pictures are that schedules name by a path instead of an address, such as the shop's upload directory, absolute or relative to
    /// the working directory; nothing outside of it is ever read. Empty means that there are none (default: empty).
    /// </summary>
    public string ImageDirectory { get; set; } = "";

    /// <summary>How often the database is asked for schedules that others changed, 50 ms to 2 s (default: 500 ms).</summary>
    public TimeSpan ChangePollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many schedules are read at once, 1 to 10,000 (default: 500).</summary>
    public int PageSize { get; set; } = 500;

    /// <summary>How many due notices are handed to the outbox at once, 1 to 10,000 (default: 256).</summary>
    public int MaxConcurrentSends { get; set; } = 256;

    /// <summary>How late an occurrence still counts as on time, whatever its misfire policy, 1 s to 10 min (default: 10 s).</summary>
    public TimeSpan OnTimeWindow { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How late an occurrence of a schedule without a policy of its own is still sent, 0 to 7 days (default: 10 min).</summary>
    public TimeSpan LateTolerance { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How soon a run is tried again when the database or the outbox would not take it, 10 ms to 1 min (default: 1 s).</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the record of a run is kept; the latest of each schedule always is. 1 day to 3,650 days (default: 365 days).</summary>
    public TimeSpan RunRetention { get; set; } = TimeSpan.FromDays(365);
}
