using Domaeka.Core.Delivery;

namespace Domaeka.Core.Outbox;

/// <summary>A row of <c>dk_deliveries</c>: one writing of one part, known by message, part and attempt.</summary>
public sealed record DeliveryAttempt
{
    /// <summary>Index of the part, from 0.</summary>
    public required int Part { get; init; }

    /// <summary>1 for the first writing of the part, 2 for its redelivery.</summary>
    public required int Attempt { get; init; }

    /// <summary>The phone.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The connection, as in the logs.</summary>
    public required string ConnectionId { get; init; }

    /// <summary>
    /// <see cref="DeliveryState.Queued"/> while it is being sent, <see cref="DeliveryState.Written"/>, <see cref="DeliveryState.Confirmed"/>,
    /// <see cref="DeliveryState.Uncertain"/>, or <see cref="DeliveryState.Failed"/> when nothing of it left.
    /// </summary>
    public DeliveryState State { get; init; }

    /// <summary>Why it is uncertain or failed.</summary>
    public DeliveryReason Reason { get; init; }

    /// <summary>When the writing was decided.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was handed to the socket; null when it was not, or not known to be.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>When its end became known; null before that.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
