using System.Collections.Concurrent;
using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Core.Storage;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>A device table in memory that can be taken away.</summary>
internal sealed class MemoryDevices : IDeviceStore
{
    private readonly ConcurrentDictionary<DeviceKey, Device> _rows = new();
    private readonly TaskCompletionSource _addCalled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>While set, every call fails as a database that is gone does.</summary>
    public bool IsUnavailable { get; set; }

    /// <summary>While set, adding a device waits for it.</summary>
    public Task? AddGate { get; set; }

    /// <summary>Completes when a device is being added.</summary>
    public Task AddCalled => _addCalled.Task;

    public Device? this[DeviceKey key] => _rows.GetValueOrDefault(key);

    public void Put(DeviceKey key, ApprovalStatus status, int? maxMessageSizeBytes = null, string? deviceUuid = null) =>
        _rows[key] = new Device
        {
            Key = key,
            Status = status,
            MaxMessageSizeBytes = maxMessageSizeBytes,
            DeviceUuid = deviceUuid,
        };

    public Task<IReadOnlyList<Device>> LoadAllAsync(CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<Device>>(() => [.. _rows.Values]);

    public Task<Device?> FindAsync(DeviceKey key, CancellationToken cancellationToken) => Answer(() => this[key]);

    public async Task<Device> AddIfMissingAsync(Device candidate, CancellationToken cancellationToken)
    {
        _addCalled.TrySetResult();
        if (AddGate is { } gate)
            await gate;
        return await Answer(() => _rows.GetOrAdd(candidate.Key, candidate));
    }

    public Task<Device?> UpdateAsync(DeviceKey key, DeviceUpdate update, DateTimeOffset at, CancellationToken cancellationToken) =>
        Answer(() =>
        {
            if (this[key] is not { } row)
                return null;
            return _rows[key] = row with
            {
                Status = update.Status ?? row.Status,
                DeviceUuid = update.DeviceUuid ?? row.DeviceUuid,
                MaxMessageSizeBytes = update.MaxMessageSizeBytes ?? row.MaxMessageSizeBytes,
                ClientVersion = update.ClientVersion ?? row.ClientVersion,
                ClientType = update.ClientType ?? row.ClientType,
                IpAddress = update.IpAddress ?? row.IpAddress,
                UpdatedAt = at,
            };
        });

    public Task<IReadOnlyList<Device>> ListAsync(DeviceQuery query, CancellationToken cancellationToken) =>
        LoadAllAsync(cancellationToken);

    private Task<T> Answer<T>(Func<T> work) => IsUnavailable
        ? Task.FromException<T>(new StorageUnavailableException("The test has taken the database away."))
        : Task.FromResult(work());
}
