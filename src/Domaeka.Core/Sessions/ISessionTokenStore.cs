using Domaeka.Core.Devices;

namespace Domaeka.Core.Sessions;

/// <summary>
/// The stored session tokens, common to all processes. Optional: without one there are no tokens. Every method may throw
/// <see cref="Storage.StorageUnavailableException"/>; a device that is shut out or bound anew loses its tokens in the same transaction
/// (<see cref="IDeviceStore.UpdateAsync"/>).
/// </summary>
public interface ISessionTokenStore
{
    /// <summary>
    /// Shows what is stored of a device and stores what comes back in place of its tokens, in one transaction: of two processes that do this for one
    /// device, the second sees what the first has stored.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="change">Says which tokens are to be there. May be called several times; the last time counts.</param>
    /// <param name="cancellationToken">Gives up before the transaction has begun.</param>
    /// <returns>False when there is no such device; then nothing was called.</returns>
    Task<bool> ChangeAsync(
        DeviceKey device, Func<SessionTokenSheet, IReadOnlyList<StoredSessionToken>> change, CancellationToken cancellationToken);

    /// <summary>Deletes every token of a device.</summary>
    /// <returns>How many there were.</returns>
    Task<int> EndAsync(DeviceKey device, CancellationToken cancellationToken);

    /// <summary>Deletes tokens that ended before a time, the oldest first.</summary>
    /// <returns>How many; fewer than the limit when none is left.</returns>
    Task<int> PurgeAsync(DateTimeOffset expiredBefore, int limit, CancellationToken cancellationToken);
}
