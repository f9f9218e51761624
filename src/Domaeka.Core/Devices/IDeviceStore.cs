namespace Domaeka.Core.Devices;

/// <summary>The stored devices (<c>kb_bot_devices</c>). Every member may throw <see cref="Storage.StorageUnavailableException"/>.</summary>
public interface IDeviceStore
{
    /// <summary>Every stored device, for the in-memory directory.</summary>
    Task<IReadOnlyList<Device>> LoadAllAsync(CancellationToken cancellationToken);

    /// <summary>The stored row, or null when there is none.</summary>
    Task<Device?> FindAsync(DeviceKey key, CancellationToken cancellationToken);

    /// <summary>Inserts the row unless the key is taken, and returns what is stored then: the candidate or the older row, untouched.</summary>
    Task<Device> AddIfMissingAsync(Device candidate, CancellationToken cancellationToken);

    /// <summary>Changes what the update names, stamps <see cref="Device.UpdatedAt"/> with <paramref name="at"/>, and returns the row; null when there is none.</summary>
    Task<Device?> UpdateAsync(DeviceKey key, DeviceUpdate update, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>A page in the order of the keys.</summary>
    Task<IReadOnlyList<Device>> ListAsync(DeviceQuery query, CancellationToken cancellationToken);
}
