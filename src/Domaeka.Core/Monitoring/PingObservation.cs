using Domaeka.Core.Devices;

namespace Domaeka.Core.Monitoring;

/// <summary>A ping of a phone's schedule that was answered or given up, with what the phone said of itself. Null always means: not known.</summary>
public sealed record PingObservation
{
    /// <summary>Bot and phone.</summary>
    public required DeviceKey Device { get; init; }

    /// <summary>What became of the ping.</summary>
    public required PingOutcome Outcome { get; init; }

    /// <summary>When the answer arrived, or the ping was given up.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// How long the answer took; null when that says nothing about the link: the phone was busy with media, the answer may have lain unread, or
    /// there was none.
    /// </summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>The phone's own mark (<c>deviceUUID</c>).</summary>
    public string? DeviceUuid { get; init; }

    /// <summary>The phone's network card.</summary>
    public string? MacAddress { get; init; }

    /// <summary>The address that the phone gives as its own.</summary>
    public string? ReportedAddress { get; init; }

    /// <summary>The address that the phone connects from.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>The version of its script.</summary>
    public string? ClientVersion { get; init; }

    /// <summary>The phone's memory in megabytes.</summary>
    public double? TotalMemoryMegabytes { get; init; }

    /// <summary>Of that in use, in megabytes.</summary>
    public double? UsedMemoryMegabytes { get; init; }

    /// <summary>Of that in use, in percent.</summary>
    public double? MemoryPercent { get; init; }

    /// <summary>Messages queued in the script.</summary>
    public int? MessageQueueSize { get; init; }

    /// <summary>Rooms that the script has heard.</summary>
    public int? ActiveRooms { get; init; }

    /// <summary>When the phone sent its answer, by its own clock.</summary>
    public DateTimeOffset? ClientTimestamp { get; init; }
}
