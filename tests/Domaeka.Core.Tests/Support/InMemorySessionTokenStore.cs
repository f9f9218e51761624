using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Core.Sessions;
using Domaeka.Core.Storage;

namespace Domaeka.Core.Tests.Support;

/// <summary>Tokens that several processes have in common, of devices that are approved unless the test says otherwise.</summary>
internal sealed class InMemorySessionTokenStore : ISessionTokenStore
{
    private readonly Lock _gate = new();
    private int _underWay;

    public Dictionary<DeviceKey, IReadOnlyList<StoredSessionToken>> Tokens { get; } = [];

    public ApprovalStatus Status { get; set; } = ApprovalStatus.Approved;

    public string? DeviceUuid { get; set; } = "uuid";

    public bool IsAway { get; set; }

    /// <summary>While set, every call waits for it.</summary>
    public Task? Hold { get; set; }

    public int Changes { get; private set; }

    public int Ends { get; private set; }

    /// <summary>How many calls wait for <see cref="Hold"/>.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    public async Task<bool> ChangeAsync(
        DeviceKey device, Func<SessionTokenSheet, IReadOnlyList<StoredSessionToken>> change, CancellationToken cancellationToken)
    {
        if (Hold is { } hold)
        {
            Interlocked.Increment(ref _underWay);
            await hold;
            Interlocked.Decrement(ref _underWay);
        }

        Require();
        lock (_gate)
        {
            Changes++;
            Tokens[device] = change(new SessionTokenSheet(Status, DeviceUuid, Tokens.GetValueOrDefault(device) ?? []));
            return true;
        }
    }

    public async Task<int> EndAsync(DeviceKey device, CancellationToken cancellationToken)
    {
        if (Hold is { } hold)
            await hold;
        Require();
        lock (_gate)
        {
            Ends++;
            return Tokens.Remove(device, out var tokens) ? tokens.Count : 0;
        }
    }

    public Task<int> PurgeAsync(DateTimeOffset expiredBefore, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    private void Require()
    {
        if (IsAway)
            throw new StorageUnavailableException("The database is away.");
    }
}
