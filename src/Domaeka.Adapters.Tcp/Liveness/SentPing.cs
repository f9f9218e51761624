namespace Domaeka.Adapters.Tcp.Liveness;

/// <summary>A ping on its way. Owned by the <see cref="PingMonitor"/> that made it; times are those of its clock.</summary>
internal sealed class SentPing(string token, TimeSpan queuedAt, bool isOfSchedule)
{
    public string Token => token;

    /// <summary>True when it is one of the schedule, false when it was written behind deliveries.</summary>
    public bool IsOfSchedule => isOfSchedule;

    /// <summary>When it was put into the phone's queue, or written past it.</summary>
    public TimeSpan QueuedAt => queuedAt;

    /// <summary>When it was written; null while it waits.</summary>
    public TimeSpan? WrittenAt { get; set; }

    /// <summary>When the transport had taken it; null before.</summary>
    public TimeSpan? TakenAt { get; set; }

    /// <summary>The same as <see cref="WrittenAt"/>, as a time stamp of the clock on the wall side, for the round trip; 0 while it waits.</summary>
    public long WrittenTimestamp { get; set; }

    /// <summary>Until when the phone works on what was written before this ping; zero when on nothing that takes time.</summary>
    public TimeSpan PhoneBusyUntil { get; set; }

    /// <summary>How much time everything before it, since the connection began, was expected to take the phone.</summary>
    public TimeSpan WorkBefore { get; set; }

    /// <summary>True when nothing that takes the phone time was under way as it was written: only then its round trip is the link's.</summary>
    public bool MeasuresLink { get; set; }

    /// <summary>The number of the last delivery before it that its answer confirms; 0 when there was none.</summary>
    public long ConfirmsThrough { get; set; }
}
