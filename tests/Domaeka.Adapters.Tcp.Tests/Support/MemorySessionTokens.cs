using Domaeka.Core.Devices;
using Domaeka.Core.Sessions;
using Domaeka.Core.Storage;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>Tokens in memory, beside a device table that is in memory too. Several servers may share both.</summary>
internal sealed class MemorySessionTokens(MemoryDevices devices) : ISessionTokenStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<DeviceKey, IReadOnlyList<StoredSessionToken>> _tokens = [];
    private int _changes;

    /// <summary>While set, every call fails as a database that is gone does.</summary>
    public bool IsUnavailable { get; set; }

    /// <summary>How often something was looked up.</summary>
    public int Changes => Volatile.Read(ref _changes);

    public IReadOnlyList<StoredSessionToken> Of(DeviceKey device)
    {
        lock (_gate)
            return _tokens.GetValueOrDefault(device) ?? [];
    }

    public Task<bool> ChangeAsync(
        DeviceKey device, Func<SessionTokenSheet, IReadOnlyList<StoredSessionToken>> change, CancellationToken cancellationToken) => Answer(() =>
    {
        Interlocked.Increment(ref _changes);
        if (devices[device] is not { } row)
            return false;
        lock (_gate)
            _tokens[device] = change(new SessionTokenSheet(row.Status, row.DeviceUuid, _tokens.GetValueOrDefault(device) ?? []));
        return true;
    });

    public Task<int> EndAsync(DeviceKey device, CancellationToken cancellationToken) => Answer(() =>
    {
        lock (_gate)
            return _tokens.Remove(device, out var tokens) ? tokens.Count : 0;
    });

    public Task<int> PurgeAsync(DateTimeOffset expiredBefore, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    private Task<T> Answer<T>(Func<T> work) => IsUnavailable
        ? Task.FromException<T>(new StorageUnavailableException("The test has taken the database away."))
        : Task.FromResult(work());
}
