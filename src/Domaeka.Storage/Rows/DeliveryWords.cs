using Domaeka.Core.Delivery;

namespace Domaeka.Storage.Rows;

/// <summary>The words of messages in <c>dk_outbox</c>, <c>dk_deliveries</c> and <c>dk_events</c>, and what unknown ones are taken for.</summary>
internal static class DeliveryWords
{
    /// <summary>
    /// Unknown is uncertain: every other state would claim something about the message that this program cannot know, and this one
    /// makes neither the caller nor the outbox believe that it arrived or that it did not.
    /// </summary>
    public static DeliveryState State(string? word) => StoredWords<DeliveryState>.Read(word, DeliveryState.Uncertain);

    /// <summary>Unknown is no reason: reasons only explain.</summary>
    public static DeliveryReason Reason(string? word) => StoredWords<DeliveryReason>.Read(word, DeliveryReason.None);

    /// <summary>The word of a reason; null for none.</summary>
    public static string? ToWord(DeliveryReason reason) =>
        reason == DeliveryReason.None ? null : StoredWords<DeliveryReason>.Of(reason);

    /// <inheritdoc cref="StoredWords{T}.Of"/>
    public static string ToWord(DeliveryState state) => StoredWords<DeliveryState>.Of(state);

    /// <summary>Unknown is a notice, the usual kind.</summary>
    public static OutboundKind Kind(string? word) => StoredWords<OutboundKind>.Read(word, OutboundKind.Notice);

    /// <summary>Unknown is at most once: nothing is repeated that nobody asked to repeat.</summary>
    public static Redelivery Redelivery(string? word) => StoredWords<Redelivery>.Read(word, Core.Delivery.Redelivery.AtMostOnce);

    /// <summary>Priorities are stored as numbers, so that they can be compared; unknown is bulk, behind everything known.</summary>
    public static DeliveryPriority Priority(long number) =>
        number is >= (long)DeliveryPriority.System and <= (long)DeliveryPriority.Bulk ? (DeliveryPriority)number : DeliveryPriority.Bulk;
}
