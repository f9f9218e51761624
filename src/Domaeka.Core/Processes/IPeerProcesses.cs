using Domaeka.Core.Devices;
using Domaeka.Core.Draining;

namespace Domaeka.Core.Processes;

/// <summary>The other server processes on the same database.</summary>
public interface IPeerProcesses
{
    /// <summary>Where a phone is that is connected to another process, as of a moment ago; null when it is connected to this one or to none.</summary>
    PeerPhone? FindPhone(DeviceKey device);

    /// <summary>Asks the process that has the phone to close its connection.</summary>
    /// <returns>False when no other process has it.</returns>
    /// <exception cref="Storage.StorageUnavailableException">It could not be asked.</exception>
    Task<bool> DisconnectAsync(DeviceKey device, CancellationToken cancellationToken);

    /// <summary>Asks a process to drain, as <see cref="IServerDrain.DrainAsync"/>, and does not wait for the end of it.</summary>
    /// <param name="processName">Its name.</param>
    /// <param name="reconnectAfter">When its phones come back.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many phones it had a moment ago; null when no other process of that name runs.</returns>
    /// <exception cref="Storage.StorageUnavailableException">It could not be asked.</exception>
    Task<int?> DrainAsync(string processName, TimeSpan reconnectAfter, CancellationToken cancellationToken);

    /// <summary>Asks a process to send its phones to another server, as <see cref="IServerDrain.MigrateAsync"/>, and does not wait for an answer.</summary>
    /// <param name="processName">Its name.</param>
    /// <param name="order">Where to, and how fast; what it leaves open is up to that process's options.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many phones it had a moment ago; null when no other process of that name runs.</returns>
    /// <exception cref="Storage.StorageUnavailableException">It could not be asked.</exception>
    Task<int?> MigrateAsync(string processName, MigrationOrder order, CancellationToken cancellationToken);

    /// <summary>Asks a process to let phones in again, as <see cref="IServerDrain.Cancel"/>, and does not wait for an answer.</summary>
    /// <param name="processName">Its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many phones it had a moment ago; null when no other process of that name runs.</returns>
    /// <exception cref="Storage.StorageUnavailableException">It could not be asked.</exception>
    Task<int?> CancelDrainAsync(string processName, CancellationToken cancellationToken);

    /// <summary>How many phones another process has, as of a moment ago; null when no other process of that name runs.</summary>
    int? CountPhones(string processName);
}
