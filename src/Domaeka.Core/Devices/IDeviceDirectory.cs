using Domaeka.Core.Connections;

namespace Domaeka.Core.Devices;

/// <summary>
/// The devices as this process knows them: the stored rows, cached so that a chat line costs no query, changed through here
/// and re-read when somebody else edits the table.
/// </summary>
public interface IDeviceDirectory
{
    /// <summary>The cached row, or null when the device was never seen.</summary>
    Device? Find(DeviceKey key);

    /// <summary>The cached rows of one bot; empty when it has none.</summary>
    IReadOnlyCollection<Device> FindByBot(string botName);

    /// <summary>
    /// Makes sure that the device has a row, <c>pending</c> when it is new, and notes a changed version or client type.
    /// Never throws for database trouble: the result says so, and an unknown device is then not served.
    /// </summary>
    ValueTask<DeviceRegistration> RegisterAsync(PhoneIdentity identity, CancellationToken cancellationToken);

    /// <summary>
    /// Checks the <c>deviceUUID</c> of a line whose signature is valid against the one the device is bound to, binding it where
    /// the device has none yet or is still pending. False means: treat the line as unsigned. (<c>docs/protocol.md</c>, "Signature": device id
    /// and version are not covered by the signature, the uuid is.)
    /// </summary>
    ValueTask<bool> ConfirmIdentityAsync(DeviceKey key, string deviceUuid, CancellationToken cancellationToken);

    /// <summary>Changes a row, in the store first, then here, and tells the observers. Null when there is no such device.</summary>
    /// <exception cref="Storage.StorageUnavailableException">The database cannot be reached; nothing was changed.</exception>
    Task<Device?> UpdateAsync(DeviceKey key, DeviceUpdate update, CancellationToken cancellationToken);
}
