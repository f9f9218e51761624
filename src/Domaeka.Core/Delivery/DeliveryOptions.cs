namespace Domaeka.Core.Delivery;

/// <summary>How pushed messages are handled.</summary>
public sealed class DeliveryOptions
{
    /// <summary>How long a request id is remembered, 1 min to 30 days (default: 24 h).</summary>
    public TimeSpan RequestIdLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Most messages that wait for their end at a time, 1 to 10,000,000; further ones are refused. Each takes about 1 KiB of memory. (default: 200,000)</summary>
    public int MaxPendingMessages { get; set; } = 200_000;

    /// <summary>How long a message that names no expiry time stays good, up to 3,650 days; 0 means for ever (default: 0).</summary>
    public TimeSpan DefaultTimeToLive { get; set; }

    /// <summary>
    /// Most messages that are written to one phone and not confirmed, 1 to 1,000 (default: 16). After a picture the phone gets nothing more
    /// until it has confirmed it.
    /// </summary>
    public int UnconfirmedWindow { get; set; } = 16;

    /// <summary>How long a message waits before it counts as one priority higher, 1 s to 1 day (default: 30 s).</summary>
    public TimeSpan PriorityAgeing { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the phone that serves a room may be away before another one in the room takes over, 0 to 1 day (default: 30 s).</summary>
    public TimeSpan FailoverGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most bytes of pictures in one line, 5 MiB to 24,000,000; more are cut into several parts (default: 9,000,000).</summary>
    public int MaxMediaPartBytes { get; set; } = 9_000_000;

    /// <summary>Most changes in one transaction, 1 to 10,000 (default: 500).</summary>
    public int MaxBatchWrites { get; set; } = 500;

    /// <summary>
    /// Least time between a transaction and one that brings nothing but news of messages on their way, 0 to 1 s (default: 5 ms).
    /// Acceptance and sending never wait for it. What became of a message may be stored so much later, and what is not stored when the
    /// server is killed is reported as uncertain.
    /// </summary>
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How long a message is kept behind its end, 1 h to 3,650 days and not shorter than <see cref="RequestIdLifetime"/> (default: 90 days).</summary>
    public TimeSpan MessageRetention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long a stored picture is kept behind its last use, 1 h to 365 days (default: 1 day).</summary>
    public TimeSpan MediaRetention { get; set; } = TimeSpan.FromDays(1);
}
