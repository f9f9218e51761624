namespace Domaeka.Protocol.Messages;

/// <summary>
/// How a phone is, as it says with a ping answer. A value that is missing, or is no finite number (counts: no whole number
/// of 32 bits), is null: diagnostics must not cost a phone its sign of life.
/// </summary>
public sealed record PhoneMonitoring
{
    /// <summary>Memory of the phone in MB (<c>total_memory</c>).</summary>
    public double? TotalMemoryMegabytes { get; init; }

    /// <summary>Memory in use in MB (<c>memory_usage</c>).</summary>
    public double? UsedMemoryMegabytes { get; init; }

    /// <summary>Memory in use in percent (<c>memory_percent</c>).</summary>
    public double? MemoryPercent { get; init; }

    /// <summary>Messages queued in the script (<c>message_queue_size</c>).</summary>
    public int? MessageQueueSize { get; init; }

    /// <summary>Rooms that the script has heard (<c>active_rooms</c>).</summary>
    public int? ActiveRooms { get; init; }
}
