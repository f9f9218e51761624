using Domaeka.Core.Delivery;
using Domaeka.Core.Media;
using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>The tables of the outbox, which these tests do not use: they put their deliveries into the connection themselves.</summary>
internal sealed class EmptyOutbox : IOutboxStore, IMediaStore, IRoomPresenceStore
{
    public Task<IReadOnlyList<OutboxWriteResult>> ApplyAsync(
        long instance, IReadOnlyList<OutboxWrite> writes, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Nothing is sent by way of the outbox here.");

    public Task<IReadOnlyList<OutboxHeader>> LoadPendingAsync(
        long instance, long afterSequence, int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<OutboxHeader>>([]);

    public Task<IReadOnlyList<OutboxHeader>> LoadPendingAsync(
        long instance, IReadOnlyCollection<long> sequences, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OutboxHeader>>([]);

    public Task<IReadOnlyList<OutboxHeader>?> LoadLaneAsync(long instance, RoomKey room, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OutboxHeader>?>(null);

    public Task<IReadOnlyDictionary<long, IReadOnlyList<MessagePart>>> LoadPartsAsync(
        IReadOnlyCollection<long> sequences, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<long, IReadOnlyList<MessagePart>>>(new Dictionary<long, IReadOnlyList<MessagePart>>());

    public Task<OutboxMessage?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult<OutboxMessage?>(null);

    public Task<OutboxMessage?> FindAsync(long sequence, CancellationToken cancellationToken) => Task.FromResult<OutboxMessage?>(null);

    public Task<KnownRequest?> FindRequestAsync(string requestId, CancellationToken cancellationToken) => Task.FromResult<KnownRequest?>(null);

    public Task<IReadOnlyList<OutboxMessage>> ListAsync(OutboxQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OutboxMessage>>([]);

    public Task<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(long sequence, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DeliveryAttempt>>([]);

    public Task<IReadOnlySet<string>> ListMediaInUseAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<string>>(new HashSet<string>());

    public Task<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<int> PurgeRequestsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<MediaFile> SaveAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Nothing is sent by way of the outbox here.");

    public Task<ReadOnlyMemory<byte>?> ReadAsync(MediaFile file, CancellationToken cancellationToken) =>
        Task.FromResult<ReadOnlyMemory<byte>?>(null);

    public Task<int> DeleteUnusedAsync(DateTimeOffset before, IReadOnlySet<string> keep, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<IReadOnlyList<RoomPresence>> LoadAllAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RoomPresence>>([]);

    public Task SaveAsync(IReadOnlyList<RoomPresence> rows, CancellationToken cancellationToken) => Task.CompletedTask;

    Task<int> IRoomPresenceStore.PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => Task.FromResult(0);
}
