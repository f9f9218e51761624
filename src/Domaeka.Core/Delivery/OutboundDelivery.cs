namespace Domaeka.Core.Delivery;

/// <summary>
/// A message in a connection's queue. The connection calls <see cref="TryBegin"/> right before it writes, and then, in this order:
/// <see cref="OnRefused"/> alone; or <see cref="OnLost"/> alone; or <see cref="OnWritten"/>, which a delivery that
/// <see cref="WantsConfirmation"/> sees followed by <see cref="OnConfirmed"/> or <see cref="OnLost"/>. The overrides must not block
/// or throw. The calls for one delivery never overlap; they come on the thread that writes or on the one that reads.
/// </summary>
/// <remarks>
/// Deliveries of one connection that want confirmation hear of it in the order of writing. One that still waits when the connection begins
/// to close is not written any more, since nobody would confirm it.
/// </remarks>
public class OutboundDelivery(OutboundMessage message)
{
    /// <summary>What is to be written.</summary>
    public OutboundMessage Message { get; } = message;

    /// <summary>
    /// Which goes first of what waits for the phone at the moment (<c>docs/architecture.md</c>, "What goes first"). Unless overridden, replies are
    /// <see cref="DeliveryPriority.Reply"/> and everything else is <see cref="DeliveryPriority.Notice"/>.
    /// </summary>
    public virtual DeliveryPriority Priority => Message.Kind == OutboundKind.Reply ? DeliveryPriority.Reply : DeliveryPriority.Notice;

    /// <summary>
    /// True when whoever sends has decided on the order of its room: then none of these passes another one of the same room, whatever their priorities
    /// (default: false).
    /// </summary>
    public virtual bool KeepsRoomOrder => false;

    /// <summary>True when the connection is to find out whether the phone has worked through it (<c>docs/protocol.md</c>, "Confirmation").</summary>
    public virtual bool WantsConfirmation => false;

    /// <summary>False when the message was withdrawn meanwhile and must not be written; nothing else is called then.</summary>
    public virtual bool TryBegin() => true;

    /// <summary>The line was handed to the phone's socket. This does not say that the phone has read it.</summary>
    public virtual void OnWritten()
    {
    }

    /// <summary>The phone has worked through everything up to and with this message.</summary>
    public virtual void OnConfirmed()
    {
    }

    /// <summary>The message cannot be written to this phone, now or ever; nothing of it has left.</summary>
    /// <param name="reason"><see cref="DeliveryReason.NotEncodable"/> or <see cref="DeliveryReason.LineTooLong"/>.</param>
    public virtual void OnRefused(DeliveryReason reason)
    {
    }

    /// <summary>The connection ended first.</summary>
    /// <param name="begun">True when part of the line may have left; false when nothing did.</param>
    public virtual void OnLost(bool begun)
    {
    }
}
