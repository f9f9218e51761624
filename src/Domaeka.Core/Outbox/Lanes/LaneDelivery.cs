using Domaeka.Core.Delivery;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>One part of a message in a connection's queue. Everything that happens to it goes to the engine.</summary>
internal sealed class LaneDelivery(OutboundMessage message, PendingMessage pending, DeliveryEngine engine) : OutboundDelivery(message)
{
    public override DeliveryPriority Priority => pending.Header.Priority;

    public override bool KeepsRoomOrder => true;

    public override bool WantsConfirmation => true;

    public override bool TryBegin() => engine.TryBegin(pending);

    public override void OnWritten() => engine.OnWritten(pending, Message);

    public override void OnConfirmed() => engine.OnConfirmed(pending);

    public override void OnRefused(DeliveryReason reason) => engine.OnRefused(pending, reason);

    public override void OnLost(bool begun) => engine.OnLost(pending, begun);
}
