using Domaeka.Core.Delivery;
using Domaeka.Core.Rooms;

namespace Domaeka.Core.Outbox;

/// <summary>A row of <c>dk_outbox</c> without its content.</summary>
public sealed record OutboxHeader
{
    /// <summary>The order of acceptance; given by the store, 0 before that.</summary>
    public long Sequence { get; init; }

    /// <summary>The message's id, 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Where to.</summary>
    public required RoomKey Room { get; init; }

    /// <summary>Why it goes out.</summary>
    public required OutboundKind Kind { get; init; }

    /// <summary>Which goes first.</summary>
    public DeliveryPriority Priority { get; init; } = DeliveryPriority.Notice;

    /// <summary>What becomes of it when nobody knows whether it arrived.</summary>
    public Redelivery Redelivery { get; init; }

    /// <summary>The phone that the caller wants it to go through; null leaves the choice to the server.</summary>
    public string? PreferredDeviceId { get; init; }

    /// <summary>Not written before; null means at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Not written from then on; null means never.</summary>
    public DateTimeOffset? ExpireAt { get; init; }

    /// <summary>A newer message to the room with the same key takes the place of this one while it waits; null when none may.</summary>
    public string? CollapseKey { get; init; }

    /// <summary>The caller's id of the request; null when it gave none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The schedule that sent it; null when none did.</summary>
    public long? ScheduleId { get; init; }

    /// <summary>When the schedule meant it to be sent; null when no schedule did.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>
    /// The span that accepted it, as <see href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C traceparent</see>, below which its deliveries
    /// are told; null when nobody wanted to see its way.
    /// </summary>
    public string? TraceParent { get; init; }

    /// <summary>How many parts it has, 1 or more.</summary>
    public required int PartCount { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How far it has come.</summary>
    public DeliveryProgress Progress { get; init; } = new();
}
