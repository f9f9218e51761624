using Domaeka.Core.Delivery;

namespace Domaeka.Core.Outbox;

/// <summary>One reason of a <see cref="MessageExplanation"/>.</summary>
/// <param name="Reason">What kind; <see cref="DeliveryReason.None"/> for a fact that is no obstacle.</param>
/// <param name="Text">The fact, in Korean.</param>
/// <param name="Subject">What it is about, such as a device id or a room's name; null when it is the message itself.</param>
/// <param name="Since">When it became so; null when not recorded.</param>
/// <param name="Until">When it will end by itself; null when that is not known.</param>
public sealed record ExplanationFact(
    DeliveryReason Reason, string Text, string? Subject = null, DateTimeOffset? Since = null, DateTimeOffset? Until = null);
