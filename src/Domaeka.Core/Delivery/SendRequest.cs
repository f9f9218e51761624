using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;

namespace Domaeka.Core.Delivery;

/// <summary>What to push where.</summary>
/// <param name="Room">Where to.</param>
/// <param name="Parts">
/// What, 1 part or more, in order. A text that is too long for one line and pictures that are too many bytes for one are cut into several
/// parts.
/// </param>
public sealed record SendRequest(RoomKey Room, IReadOnlyList<MessagePart> Parts)
{
    /// <summary>Pushes a single content.</summary>
    public SendRequest(RoomKey room, OutboundContent content)
        : this(room, [new MessagePart(content)])
    {
    }

    /// <summary>
    /// The caller's id for this request: the same id with the same request within <see cref="DeliveryOptions.RequestIdLifetime"/> gives the
    /// first message again and sends nothing; null means that every call sends.
    /// </summary>
    public string? RequestId { get; init; }

    /// <summary>Why it goes out.</summary>
    public OutboundKind Kind { get; init; } = OutboundKind.Notice;

    /// <summary>Which goes first.</summary>
    public DeliveryPriority Priority { get; init; } = DeliveryPriority.Notice;

    /// <summary>What becomes of it when nobody knows whether it arrived.</summary>
    public Redelivery Redelivery { get; init; }

    /// <summary>The phone that it should go through while that one can; null leaves the choice to the server.</summary>
    public string? PreferredDeviceId { get; init; }

    /// <summary>Not written before; null means at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Not written from then on; null means <see cref="DeliveryOptions.DefaultTimeToLive"/>.</summary>
    public DateTimeOffset? ExpireAt { get; init; }

    /// <summary>Takes the place of a waiting message to the room with the same key, up to 128 characters; null takes nobody's.</summary>
    public string? CollapseKey { get; init; }

    /// <summary>The occurrence of a schedule that it stands for; null when no schedule sends it.</summary>
    public ScheduleOccurrence? Occurrence { get; init; }

    /// <summary>
    /// True: answers the message as it would be, cut into its parts, with <see cref="OutboxHeader.Sequence"/> 0, and stores nothing, pictures
    /// included. What would fail fails.
    /// </summary>
    public bool ValidateOnly { get; init; }
}
