using Domaeka.Core.Delivery;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>Why a message waits at this moment.</summary>
/// <param name="Reason">The nearest reason.</param>
/// <param name="Route">How its room is reached.</param>
/// <param name="RestUntil">When its time comes; null when it has come.</param>
/// <param name="OfflineSince">Since when the phone is away; meaningless while it is there, null when there is none.</param>
/// <param name="InFlight">How many messages the phone has not confirmed.</param>
/// <param name="WorksOnMedia">The phone works on pictures.</param>
internal sealed record WaitingView(
    DeliveryReason Reason, Route Route, DateTimeOffset? RestUntil, DateTimeOffset? OfflineSince, int InFlight, bool WorksOnMedia);
