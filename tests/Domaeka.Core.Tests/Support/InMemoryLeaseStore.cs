using Domaeka.Core.Devices;
using Domaeka.Core.Leases;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;

namespace Domaeka.Core.Tests.Support;

/// <summary>Leases in memory that several servers share. Time stands still in it: a lease runs out when the test says so.</summary>
internal sealed class InMemoryLeaseStore : ILeaseStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, (string Name, bool IsLapsed)> _live = [];
    private readonly Dictionary<RoomKey, long> _lanes = [];
    private readonly SortedDictionary<long, (long To, Mail Mail)> _mail = [];
    private readonly Dictionary<DeviceKey, PhoneClaim> _phones = [];
    private long _instance;
    private long _mailId;
    private int _phonesVersion;

    /// <summary>Held by whoever needs that nothing changes meanwhile, as a transaction does.</summary>
    public Lock Gate => _gate;

    public bool IsDown { get; set; }

    /// <summary>How often somebody asked where the phones are.</summary>
    public int PhoneReads { get; private set; }

    /// <summary>Every mail that was ever posted.</summary>
    public List<Mail> Posted { get; } = [];

    public void Lapse(long instance) => Assert.True(TryLapse(instance));

    public bool TryLapse(long instance)
    {
        lock (_gate)
        {
            if (!_live.TryGetValue(instance, out var row))
                return false;
            _live[instance] = (row.Name, true);
            return true;
        }
    }

    public Task<long> StartAsync(string processName, TimeSpan lease, CancellationToken cancellationToken) => Locked(() =>
    {
        foreach (var older in _live.Where(row => row.Value.Name == processName).Select(row => row.Key).ToArray())
            _live.Remove(older);
        _live.Add(++_instance, (processName, false));
        return _instance;
    });

    public Task<IReadOnlyList<LeaseHolder>> RenewAsync(long instance, TimeSpan lease, CancellationToken cancellationToken) => Locked(() =>
    {
        Require(instance);
        _live[instance] = (_live[instance].Name, false);
        return Holders();
    });

    public Task<IReadOnlyList<LeaseHolder>> ListHoldersAsync(CancellationToken cancellationToken) => Locked(Holders);

    public Task EndAsync(long instance, CancellationToken cancellationToken) => Locked(() => _live.Remove(instance));

    public Task<IReadOnlyList<RoomKey>> TakeOverAsync(long instance, CancellationToken cancellationToken) => Locked<IReadOnlyList<RoomKey>>(() =>
    {
        Require(instance);
        foreach (var lapsed in _live.Where(row => row.Value.IsLapsed && row.Key != instance).Select(row => row.Key).ToArray())
            _live.Remove(lapsed);
        var rooms = _lanes.Where(lane => !_live.ContainsKey(lane.Value)).Select(lane => lane.Key).ToArray();
        foreach (var room in rooms)
            _lanes[room] = instance;
        foreach (var (id, (to, mail)) in _mail.ToArray())
        {
            if (!_live.ContainsKey(to))
                _mail[id] = (instance, mail);
        }

        foreach (var claim in _phones.Values.Where(claim => !_live.ContainsKey(claim.Instance)).ToArray())
            Change(() => _phones.Remove(claim.Device));
        return rooms;
    });

    public Task<IReadOnlyList<RoomKey>> ListLanesAsync(long instance, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<RoomKey>>(() => [.. _lanes.Where(lane => lane.Value == instance).Select(lane => lane.Key)]);

    public Task<long?> FindLaneAsync(RoomKey room, CancellationToken cancellationToken) => Locked(() => Owner(room));

    public Task<bool> PostAsync(long to, Mail mail, CancellationToken cancellationToken) => Locked(() => Post(to, mail));

    public Task<IReadOnlyList<Mail>> ReadMailAsync(long instance, long afterId, int limit, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<Mail>>(() =>
            [.. _mail.Where(row => row.Key > afterId && row.Value.To == instance).Take(limit).Select(row => row.Value.Mail with { Id = row.Key })]);

    public Task DeleteMailAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) => Locked(() =>
    {
        foreach (var id in ids)
            _mail.Remove(id);
        return true;
    });

    public Task ClaimPhonesAsync(long instance, IReadOnlyList<PhoneClaimChange> changes, CancellationToken cancellationToken) => Locked(() =>
    {
        Require(instance);
        foreach (var change in changes)
        {
            if (change.ConnectionId is { } connection)
                Change(() => _phones[change.Device] = new PhoneClaim(change.Device, instance, connection, change.At, change.SignedAt));
            else if (_phones.TryGetValue(change.Device, out var claim) && claim.Instance == instance)
                Change(() => _phones.Remove(change.Device));
        }

        return true;
    });

    public Task<PhoneClaims?> ReadPhonesAsync(string? knownVersion, CancellationToken cancellationToken) => Locked(() =>
    {
        PhoneReads++;
        var version = _phonesVersion.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return version == knownVersion ? null : new PhoneClaims(version, [.. _phones.Values]);
    });

    public bool IsClaimed(DeviceKey device)
    {
        lock (_gate)
            return _phones.ContainsKey(device);
    }

    /// <summary>As the outbox asks inside its transaction; 0 is nobody's lease and always good.</summary>
    public void Require(long instance)
    {
        lock (_gate)
        {
            if (instance != 0 && !_live.ContainsKey(instance))
                throw new LeaseLostException(instance);
        }
    }

    public long? Owner(RoomKey room)
    {
        lock (_gate)
            return _lanes.TryGetValue(room, out var owner) ? owner : null;
    }

    public void SetOwner(RoomKey room, long instance)
    {
        lock (_gate)
            _lanes[room] = instance;
    }

    public bool HasMail(long instance, RoomKey room)
    {
        lock (_gate)
            return _mail.Values.Any(row => row.To == instance && row.Mail.Room == room);
    }

    public bool Post(long to, Mail mail)
    {
        lock (_gate)
        {
            if (!_live.ContainsKey(to))
                return false;
            _mail.Add(++_mailId, (to, mail));
            Posted.Add(mail);
            return true;
        }
    }

    private IReadOnlyList<LeaseHolder> Holders() => [.. _live.Where(row => !row.Value.IsLapsed).Select(row => new LeaseHolder(row.Key, row.Value.Name))];

    private void Change(Action change)
    {
        change();
        _phonesVersion++;
    }

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (_gate)
        {
            if (IsDown)
                return Task.FromException<T>(new StorageUnavailableException("down"));
            try
            {
                return Task.FromResult(work());
            }
            catch (LeaseLostException exception)
            {
                return Task.FromException<T>(exception);
            }
        }
    }
}
