using Domaeka.Core.Devices;

namespace Domaeka.Core.Rooms;

/// <summary>The rooms as this process knows them; see <see cref="IDeviceDirectory"/>, whose twin it is.</summary>
public interface IRoomDirectory
{
    /// <summary>The cached row, or null when the room was never seen.</summary>
    Room? Find(RoomKey key);

    /// <summary>
    /// As <see cref="Find"/>, but asks the store when the room is not known here: another process may have met it a moment ago.
    /// </summary>
    /// <returns>The row, or null when there is none.</returns>
    /// <exception cref="Storage.StorageUnavailableException">It is not known here, and the database cannot be asked.</exception>
    ValueTask<Room?> FindStoredAsync(RoomKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Makes sure that the room has a row, <c>pending</c> when it is new, and lets name and device follow the newest line.
    /// Never throws for database trouble: the room is null then, and is not served.
    /// </summary>
    /// <returns>The row, or null when the room is unknown and cannot be taken in.</returns>
    ValueTask<Room?> RegisterAsync(RoomKey key, string name, DeviceKey device, CancellationToken cancellationToken);

    /// <summary>
    /// True when the bot has another approved room of the same name: text is addressed by name, so a notice could end up in the
    /// wrong one (<c>docs/architecture.md</c>, "Decisions").
    /// </summary>
    bool IsNameAmbiguous(Room room);

    /// <summary>Changes a row, in the store first, then here, and tells the observers. Null when there is no such room.</summary>
    /// <exception cref="Storage.StorageUnavailableException">The database cannot be reached; nothing was changed.</exception>
    Task<Room?> UpdateAsync(RoomKey key, RoomUpdate update, CancellationToken cancellationToken);
}
