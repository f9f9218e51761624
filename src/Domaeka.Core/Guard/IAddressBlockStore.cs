namespace Domaeka.Core.Guard;

/// <summary>
/// Where blocks outlive the process, and other processes find them. Optional: without one they are kept in memory alone.
/// Every method may throw <see cref="Storage.StorageUnavailableException"/>.
/// </summary>
public interface IAddressBlockStore
{
    /// <summary>Reads every block, those of administrators first, then those that end last.</summary>
    /// <param name="knownVersion">The version that was read last; null for none.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when nothing has changed since that version.</returns>
    Task<AddressBlockList?> ReadAsync(string? knownVersion, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Writes blocks and lifts others, all or none. A block that is there is replaced, but an administrator's never by an automatic one.
    /// </summary>
    Task WriteAsync(IReadOnlyList<AddressBlockChange> changes, CancellationToken cancellationToken);

    /// <summary>Reads where phones were verified since then, the newest first.</summary>
    Task<IReadOnlyList<KnownAddress>> ReadKnownAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken);

    /// <summary>Notes where phones were verified.</summary>
    Task WriteKnownAsync(IReadOnlyList<KnownAddress> addresses, CancellationToken cancellationToken);

    /// <summary>Deletes blocks that ended before a time.</summary>
    /// <returns>How many; fewer than the limit when none is left.</returns>
    Task<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes addresses where no phone was verified since a time.</summary>
    /// <returns>How many; fewer than the limit when none is left.</returns>
    Task<int> PurgeKnownAsync(DateTimeOffset verifiedBefore, int limit, CancellationToken cancellationToken);
}
