namespace Domaeka.Core.Connections;

/// <summary>How good a phone's connection is, at one moment. Counts begin with the connection.</summary>
public sealed record ConnectionQuality
{
    /// <summary>
    /// How long its answers to pings take; null before the first that measures the link. Answers behind media, and those that may have lain
    /// unread while the server was busy, measure something else and do not count.
    /// </summary>
    public RoundTripStatistics? RoundTrip { get; init; }

    /// <summary>Lines that came from the phone, whatever became of them.</summary>
    public long InboundLines { get; init; }

    /// <summary>Bytes that came from the phone.</summary>
    public long InboundBytes { get; init; }

    /// <summary>Lines that the transport has taken for the phone, pings included.</summary>
    public long OutboundLines { get; init; }

    /// <summary>Bytes that the transport has taken for the phone.</summary>
    public long OutboundBytes { get; init; }

    /// <summary>
    /// Pings that were written and never answered: a later one was answered before them, which a script does not do out of order, or the phone
    /// has left them for longer than the ping time-out. One that merely still waits is not missed, nor one that the end of the connection cut off.
    /// </summary>
    public long MissedPings { get; init; }

    /// <summary>When the phone has last sent anything; the time of connecting when it has not.</summary>
    public DateTimeOffset LastActivityAt { get; init; }
}
