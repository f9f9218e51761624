namespace Domaeka.Adapters.Tcp.Liveness;

/// <summary>A ping on its way. Owned by the <see cref="PingMonitor"/> that made it; times are those of its clock.</summary>
internal sealed class SentPing(string token, TimeSpan queuedAt)
{
    public string Token => token;

    /// <summary>When it was put into the phone's queue.</summary>
    public TimeSpan QueuedAt => queuedAt;

    /// <summary>When it was written; null while it waits.</summary>
    public TimeSpan? WrittenAt { get; set; }

    /// <summary>The same as a time stamp of the clock on the wall side, for the round trip; 0 while it waits.</summary>
    public long WrittenTimestamp { get; set; }

    /// <summary>Until when the phone works on what was written before this ping; null while it waits.</summary>
    public TimeSpan? PhoneBusyUntil { get; set; }
}
