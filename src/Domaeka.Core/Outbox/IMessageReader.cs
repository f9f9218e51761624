namespace Domaeka.Core.Outbox;

/// <summary>What became of messages. Reads the store, and knows of waiting ones why they wait at this moment.</summary>
public interface IMessageReader
{
    /// <summary>One message, or null.</summary>
    Task<OutboxMessage?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>A page of messages, newest first.</summary>
    Task<IReadOnlyList<OutboxMessage>> ListAsync(OutboxQuery query, CancellationToken cancellationToken);

    /// <summary>Every attempt of a message, in the order of part and attempt.</summary>
    Task<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(OutboxMessage message, CancellationToken cancellationToken);

    /// <summary>Why the room has the message or does not have it; null when there is no such message.</summary>
    Task<MessageExplanation?> ExplainAsync(string id, CancellationToken cancellationToken);
}
