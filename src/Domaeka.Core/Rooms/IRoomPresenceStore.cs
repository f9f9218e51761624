namespace Domaeka.Core.Rooms;

/// <summary><c>dk_room_devices</c>. Thread-safe.</summary>
/// <exception cref="Storage.StorageUnavailableException">From every method: nothing was read or changed.</exception>
public interface IRoomPresenceStore
{
    /// <summary>Every row.</summary>
    Task<IReadOnlyList<RoomPresence>> LoadAllAsync(CancellationToken cancellationToken);

    /// <summary>Stores the rows, each over one with the same room and phone.</summary>
    Task SaveAsync(IReadOnlyList<RoomPresence> rows, CancellationToken cancellationToken);

    /// <summary>Deletes at most <paramref name="limit"/> rows of phones that were last seen before <paramref name="before"/>, the oldest first.</summary>
    /// <returns>How many were deleted.</returns>
    Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
