using Domaeka.Core.Rooms;

namespace Domaeka.Core.Leases;

/// <summary>
/// <c>dk_instances</c>, <c>dk_lanes</c>, <c>dk_mail</c> and <c>dk_phones</c>: which process of several on this database does what. Times run by
/// the database's clock, so that the clocks of the processes need not agree. Thread-safe.
/// </summary>
/// <exception cref="Storage.StorageUnavailableException">From every method: nothing was read or changed.</exception>
public interface ILeaseStore
{
    /// <summary>
    /// Takes a new lease. Instances of the same process name end by it: a process that starts again has taken its own place. Lanes are made for
    /// messages on their way that have none.
    /// </summary>
    /// <param name="processName">1 to 100 characters.</param>
    /// <param name="lease">How long it holds unless renewed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The new instance.</returns>
    Task<long> StartAsync(string processName, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Extends the lease to that long from now.</summary>
    /// <returns>Every instance that holds its lease, the eldest first.</returns>
    /// <exception cref="LeaseLostException">It has ended.</exception>
    Task<IReadOnlyList<LeaseHolder>> RenewAsync(long instance, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Every instance that holds its lease, the eldest first.</summary>
    Task<IReadOnlyList<LeaseHolder>> ListHoldersAsync(CancellationToken cancellationToken);

    /// <summary>Ends the lease: what the instance holds may be taken at once. Does nothing when it has ended.</summary>
    Task EndAsync(long instance, CancellationToken cancellationToken);

    /// <summary>
    /// Takes over, in one transaction, everything of instances that have ended or whose lease has run out: lanes and mail become this
    /// instance's, their phones are connected nowhere, and they have ended for good.
    /// </summary>
    /// <returns>The rooms whose lanes were taken over.</returns>
    /// <exception cref="LeaseLostException">This instance has ended itself.</exception>
    Task<IReadOnlyList<RoomKey>> TakeOverAsync(long instance, CancellationToken cancellationToken);

    /// <summary>The rooms whose lanes are this instance's.</summary>
    Task<IReadOnlyList<RoomKey>> ListLanesAsync(long instance, CancellationToken cancellationToken);

    /// <summary>The instance whose lane the room's is; null when it is nobody's.</summary>
    Task<long?> FindLaneAsync(RoomKey room, CancellationToken cancellationToken);

    /// <summary>Puts mail into the box of an instance.</summary>
    /// <returns>False when that instance does not hold its lease: nothing was stored.</returns>
    Task<bool> PostAsync(long to, Mail mail, CancellationToken cancellationToken);

    /// <summary>The mail of an instance from behind <paramref name="afterId"/>, in order, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<Mail>> ReadMailAsync(long instance, long afterId, int limit, CancellationToken cancellationToken);

    /// <summary>Throws mail away.</summary>
    Task DeleteMailAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken);

    /// <summary>
    /// Records phones that came to this instance or left it, in order. A phone that comes is this instance's whoever had it; one that leaves is
    /// forgotten only when it is still this instance's.
    /// </summary>
    /// <exception cref="LeaseLostException">It has ended; nothing was recorded.</exception>
    Task ClaimPhonesAsync(long instance, IReadOnlyList<PhoneClaimChange> changes, CancellationToken cancellationToken);

    /// <summary>Where every phone is; null when that is still the state of <paramref name="knownVersion"/>, which is cheap to find out.</summary>
    /// <param name="knownVersion"><see cref="PhoneClaims.Version"/> of what is known; null reads in any case.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<PhoneClaims?> ReadPhonesAsync(string? knownVersion, CancellationToken cancellationToken);
}
