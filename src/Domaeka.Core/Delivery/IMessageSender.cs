namespace Domaeka.Core.Delivery;

/// <summary>Pushes a message into a room.</summary>
public interface IMessageSender
{
    /// <summary>Sends now, over the live connection of a phone that serves the room, and completes when the line was handed to its socket.</summary>
    /// <remarks>The token withdraws the message while it waits; once writing has begun it only stops the waiting.</remarks>
    Task<SendResult> SendAsync(SendRequest request, CancellationToken cancellationToken);
}
