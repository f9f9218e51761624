using Domaeka.Core.Delivery;

namespace Domaeka.Core.Outbox;

/// <summary><c>dk_outbox</c>, <c>dk_deliveries</c> and <c>dk_requests</c>. Thread-safe.</summary>
/// <exception cref="Storage.StorageUnavailableException">From every method: nothing was read or changed.</exception>
public interface IOutboxStore
{
    /// <summary>Makes all changes in their order, in one transaction.</summary>
    /// <returns>One result for each change.</returns>
    /// <exception cref="Storage.StorageRejectedException">The database refused one of them; nothing was changed.</exception>
    Task<IReadOnlyList<OutboxWriteResult>> ApplyAsync(IReadOnlyList<OutboxWrite> writes, CancellationToken cancellationToken);

    /// <summary>The messages that have not come to their end, in the order of acceptance, from behind <paramref name="afterSequence"/>.</summary>
    Task<IReadOnlyList<OutboxHeader>> LoadPendingAsync(long afterSequence, int limit, CancellationToken cancellationToken);

    /// <summary>The contents of messages; one that is gone is missing.</summary>
    Task<IReadOnlyDictionary<long, IReadOnlyList<MessagePart>>> LoadPartsAsync(
        IReadOnlyCollection<long> sequences, CancellationToken cancellationToken);

    /// <summary>One message, or null.</summary>
    Task<OutboxMessage?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>One message, or null.</summary>
    Task<OutboxMessage?> FindAsync(long sequence, CancellationToken cancellationToken);

    /// <summary>What a request id stands for, or null when it is not known.</summary>
    Task<KnownRequest?> FindRequestAsync(string requestId, CancellationToken cancellationToken);

    /// <summary>A page of messages, newest first.</summary>
    Task<IReadOnlyList<OutboxMessage>> ListAsync(OutboxQuery query, CancellationToken cancellationToken);

    /// <summary>Every attempt of a message, in the order of part and attempt.</summary>
    Task<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(long sequence, CancellationToken cancellationToken);

    /// <summary>The hashes of the files that messages which have not come to their end refer to.</summary>
    Task<IReadOnlySet<string>> ListMediaInUseAsync(CancellationToken cancellationToken);

    /// <summary>Deletes messages that ended before <paramref name="endedBefore"/>, with their attempts, oldest first.</summary>
    /// <returns>How many were deleted, at most <paramref name="limit"/>.</returns>
    Task<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken);

    /// <summary>Forgets request ids that came before <paramref name="before"/>.</summary>
    /// <returns>How many were forgotten, at most <paramref name="limit"/>.</returns>
    Task<int> PurgeRequestsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
