using Domaeka.Core.Delivery;
using Domaeka.Core.Rooms;

namespace Domaeka.Core.Outbox;

/// <summary><c>dk_outbox</c>, <c>dk_deliveries</c> and <c>dk_requests</c>. Thread-safe.</summary>
/// <exception cref="Storage.StorageUnavailableException">From every method: nothing was read or changed.</exception>
public interface IOutboxStore
{
    /// <summary>Makes all changes in their order, in one transaction, on the strength of an instance's lease.</summary>
    /// <param name="instance">The instance; 0 for a program that is alone on its database: no lease and no lane is looked at then.</param>
    /// <param name="writes">The changes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>One result for each change.</returns>
    /// <exception cref="Storage.StorageRejectedException">The database refused one of them; nothing was changed.</exception>
    /// <exception cref="Leases.LeaseLostException">The instance has ended; nothing was changed.</exception>
    Task<IReadOnlyList<OutboxWriteResult>> ApplyAsync(long instance, IReadOnlyList<OutboxWrite> writes, CancellationToken cancellationToken);

    /// <summary>The messages that have not come to their end, in the order of acceptance, from behind <paramref name="afterSequence"/>.</summary>
    /// <param name="instance">Only those in the lanes of this instance; 0 for those in any lane or none.</param>
    /// <param name="afterSequence">The number behind which to begin.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<OutboxHeader>> LoadPendingAsync(long instance, long afterSequence, int limit, CancellationToken cancellationToken);

    /// <summary>The messages of a room that have not come to their end, in the order of acceptance; null when its lane is not this instance's.</summary>
    Task<IReadOnlyList<OutboxHeader>?> LoadLaneAsync(long instance, RoomKey room, CancellationToken cancellationToken);

    /// <summary>Those of the messages that have not come to their end and are in a lane of this instance, in the order of acceptance.</summary>
    Task<IReadOnlyList<OutboxHeader>> LoadPendingAsync(long instance, IReadOnlyCollection<long> sequences, CancellationToken cancellationToken);

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
