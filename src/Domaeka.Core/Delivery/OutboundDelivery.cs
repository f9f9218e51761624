namespace Domaeka.Core.Delivery;

/// <summary>
/// A message in a connection's queue. The connection calls <see cref="TryBegin"/> right before it writes, then exactly one of
/// <see cref="OnWritten"/> and <see cref="OnLost"/>; the overrides must not block or throw.
/// </summary>
public class OutboundDelivery(OutboundMessage message)
{
    /// <summary>What is to be written.</summary>
    public OutboundMessage Message { get; } = message;

    /// <summary>False when the message was withdrawn meanwhile and must not be written; nothing else is called then.</summary>
    public virtual bool TryBegin() => true;

    /// <summary>The line was handed to the phone's socket. This does not say that the phone has read it.</summary>
    public virtual void OnWritten()
    {
    }

    /// <summary>The connection ended first.</summary>
    /// <param name="begun">True when part of the line may have left; false when nothing did.</param>
    public virtual void OnLost(bool begun)
    {
    }
}
