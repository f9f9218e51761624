namespace Domaeka.Core.Delivery;

/// <summary>Pushes messages into rooms, by way of the outbox.</summary>
public interface IMessageSender
{
    /// <summary>
    /// Accepts a message; when the task completes it is stored and will not be lost. It goes out when its time has come, its room is
    /// approved and a phone that serves the room is there.
    /// </summary>
    /// <remarks>The token stops the waiting; whether the message was accepted is then not known, unless the request id is used again.</remarks>
    /// <exception cref="Storage.StorageUnavailableException">It could not be stored and is not accepted.</exception>
    Task<SendResult> SendAsync(SendRequest request, CancellationToken cancellationToken);

    /// <summary>Takes a message back unless it was, or is being, written. A message of several parts keeps the parts that are out.</summary>
    /// <exception cref="Storage.StorageUnavailableException">The outcome could not be stored; ask again.</exception>
    Task<CancelOutcome> CancelAsync(string messageId, CancellationToken cancellationToken);
}
