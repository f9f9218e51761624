using Domaeka.Core.Delivery;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>
/// How a message moves on: which step leads from which progress to which. Pure, so that the promise can be checked by itself:
/// nothing is claimed that is not known, and no part is written more than <see cref="MaxAttempts"/> times.
/// </summary>
internal static class ProgressRules
{
    /// <summary>How often a part may be written in all.</summary>
    public const int MaxAttempts = 2;

    /// <summary>A part is about to be written. Stored before its first byte may leave.</summary>
    public static DeliveryProgress Claim(DeliveryProgress progress, string deviceId) => progress with
    {
        State = progress.State == DeliveryState.Held ? DeliveryState.Queued : progress.State,
        Reason = progress.State == DeliveryState.Uncertain ? progress.Reason : DeliveryReason.None,
        IsSending = true,
        Attempts = progress.Attempts + 1,
        DeviceId = deviceId,
    };

    /// <summary>A part that was to be written was not, for certain.</summary>
    public static DeliveryProgress Unclaim(DeliveryProgress progress) => progress with
    {
        State = progress.Attempts > 1 ? DeliveryState.Uncertain : DeliveryState.Queued,
        IsSending = false,
        Attempts = progress.Attempts - 1,
    };

    /// <summary>The part was handed to the socket.</summary>
    public static DeliveryProgress Write(DeliveryProgress progress, int partCount, DateTimeOffset at) =>
        progress.PartsConfirmed + 1 < partCount
            ? progress
            : progress with { State = DeliveryState.Written, Reason = DeliveryReason.None, WrittenAt = at };

    /// <summary>The phone has worked through the part.</summary>
    public static DeliveryProgress Confirm(DeliveryProgress progress, int partCount, DateTimeOffset at)
    {
        var confirmed = progress.PartsConfirmed + 1;
        return progress with
        {
            State = confirmed == partCount ? DeliveryState.Confirmed : DeliveryState.Queued,
            Reason = DeliveryReason.None,
            IsSending = false,
            PartsConfirmed = confirmed,
            Attempts = 0,
            EndedAt = confirmed == partCount ? at : null,
        };
    }

    /// <summary>Nobody knows whether the part arrived.</summary>
    public static DeliveryProgress Doubt(DeliveryProgress progress, OutboxHeader header, DeliveryReason reason, DateTimeOffset at) => progress with
    {
        State = DeliveryState.Uncertain,
        Reason = reason,
        IsSending = false,
        EndedAt = MayRedeliver(progress, header, at) ? null : at,
    };

    /// <summary>Nothing more is written. A message in doubt stays in doubt: that it was not written would be more than is known.</summary>
    public static DeliveryProgress End(
        DeliveryProgress progress, DeliveryState state, DeliveryReason reason, DateTimeOffset at, string? collapsedInto = null) =>
        progress.State == DeliveryState.Uncertain && state is DeliveryState.Cancelled or DeliveryState.Expired or DeliveryState.Failed
            ? progress with { IsSending = false, EndedAt = at }
            : progress with { State = state, Reason = reason, IsSending = false, EndedAt = at, CollapsedInto = collapsedInto };

    private static bool MayRedeliver(DeliveryProgress progress, OutboxHeader header, DateTimeOffset at) =>
        header.Redelivery == Redelivery.AtLeastOnce
        && progress.Attempts < MaxAttempts
        && (header.ExpireAt is not { } expiry || at < expiry);
}
