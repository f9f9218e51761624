using Domaeka.Core.Leases;
using Domaeka.Core.Rooms;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>The leases of a database that this server has for itself.</summary>
internal sealed class OnlyLease : ILeaseStore
{
    private const long Instance = 1;

    public Task<long> StartAsync(string processName, TimeSpan lease, CancellationToken cancellationToken) => Task.FromResult(Instance);

    public Task<IReadOnlyList<LeaseHolder>> RenewAsync(long instance, TimeSpan lease, CancellationToken cancellationToken) => ListHoldersAsync(cancellationToken);

    public Task<IReadOnlyList<LeaseHolder>> ListHoldersAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LeaseHolder>>([new LeaseHolder(Instance, "only")]);

    public Task EndAsync(long instance, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<RoomKey>> TakeOverAsync(long instance, CancellationToken cancellationToken) => ListLanesAsync(instance, cancellationToken);

    public Task<IReadOnlyList<RoomKey>> ListLanesAsync(long instance, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RoomKey>>([]);

    public Task<long?> FindLaneAsync(RoomKey room, CancellationToken cancellationToken) => Task.FromResult<long?>(Instance);

    public Task<bool> PostAsync(long to, Mail mail, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<IReadOnlyList<Mail>> ReadMailAsync(long instance, long afterId, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Mail>>([]);

    public Task DeleteMailAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ClaimPhonesAsync(long instance, IReadOnlyList<PhoneClaimChange> changes, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<PhoneClaims?> ReadPhonesAsync(string? knownVersion, CancellationToken cancellationToken) => Task.FromResult<PhoneClaims?>(null);
}
