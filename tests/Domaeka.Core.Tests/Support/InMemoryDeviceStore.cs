using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Core.Storage;

namespace Domaeka.Core.Tests.Support;

/// <summary>A table in memory that can be edited behind the server's back and can be made to fail.</summary>
internal sealed class InMemoryDeviceStore : IDeviceStore
{
    public SortedDictionary<DeviceKey, Device> Rows { get; } = new(Comparer<DeviceKey>.Create(
        (left, right) => (left.BotName, left.DeviceId).CompareTo((right.BotName, right.DeviceId))));

    public bool IsDown { get; set; }

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    public Task<IReadOnlyList<Device>> LoadAllAsync(CancellationToken cancellationToken)
    {
        Read();
        return Task.FromResult<IReadOnlyList<Device>>([.. Rows.Values]);
    }

    public Task<Device?> FindAsync(DeviceKey key, CancellationToken cancellationToken)
    {
        Read();
        return Task.FromResult(Rows.GetValueOrDefault(key));
    }

    public Task<Device> AddIfMissingAsync(Device candidate, CancellationToken cancellationToken)
    {
        Write();
        Rows.TryAdd(candidate.Key, candidate);
        return Task.FromResult(Rows[candidate.Key]);
    }

    public Task<Device?> UpdateAsync(DeviceKey key, DeviceUpdate update, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Write();
        if (!Rows.TryGetValue(key, out var row))
            return Task.FromResult<Device?>(null);
        row = row with
        {
            Status = update.Status ?? row.Status,
            DeviceUuid = update.DeviceUuid ?? row.DeviceUuid,
            IpAddress = update.IpAddress ?? row.IpAddress,
            ClientType = update.ClientType ?? row.ClientType,
            ClientVersion = update.ClientVersion ?? row.ClientVersion,
            UpdatedAt = at,
            ApprovedAt = update.Status == ApprovalStatus.Approved ? at : row.ApprovedAt,
        };
        Rows[key] = row;
        return Task.FromResult<Device?>(row);
    }

    public Task<IReadOnlyList<Device>> ListAsync(DeviceQuery query, CancellationToken cancellationToken) => LoadAllAsync(cancellationToken);

    private void Read()
    {
        Reads++;
        ThrowIfDown();
    }

    private void Write()
    {
        Writes++;
        ThrowIfDown();
    }

    private void ThrowIfDown()
    {
        if (IsDown)
            throw new StorageUnavailableException("down");
    }
}
