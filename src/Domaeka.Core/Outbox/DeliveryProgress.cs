using Domaeka.Core.Delivery;

namespace Domaeka.Core.Outbox;

/// <summary>How far a message has come: the columns of <c>dk_outbox</c> that change.</summary>
public sealed record DeliveryProgress
{
    /// <summary>What is known.</summary>
    public DeliveryState State { get; init; }

    /// <summary>Why. For <see cref="DeliveryState.Queued"/> it is not kept up in the store; see <see cref="IMessageReader"/>.</summary>
    public DeliveryReason Reason { get; init; }

    /// <summary>
    /// True from before the first byte of a part may leave until its end is known. A row that is still so when the server starts is
    /// <see cref="DeliveryState.Uncertain"/>.
    /// </summary>
    public bool IsSending { get; init; }

    /// <summary>How many parts are confirmed, which is also the index of the part at hand.</summary>
    public int PartsConfirmed { get; init; }

    /// <summary>How often the part at hand may have been written: 0, 1 or 2.</summary>
    public int Attempts { get; init; }

    /// <summary>The phone that was last chosen; null before the first.</summary>
    public string? DeviceId { get; init; }

    /// <summary>When the last part was handed to the phone's socket; null before that.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>When the message came to its end; null before that.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The message that took its place; null unless <see cref="DeliveryReason.Collapsed"/>.</summary>
    public string? CollapsedInto { get; init; }

    /// <summary>True when nothing more will happen to it: <see cref="EndedAt"/> is set.</summary>
    public bool IsEnded => EndedAt is not null;
}
