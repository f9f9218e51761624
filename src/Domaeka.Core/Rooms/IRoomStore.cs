namespace Domaeka.Core.Rooms;

/// <summary>The stored rooms (<c>kb_rooms</c>). Every member may throw <see cref="Storage.StorageUnavailableException"/>.</summary>
public interface IRoomStore
{
    /// <summary>Every stored room, for the in-memory directory.</summary>
    Task<IReadOnlyList<Room>> LoadAllAsync(CancellationToken cancellationToken);

    /// <summary>The stored row, or null when there is none.</summary>
    Task<Room?> FindAsync(RoomKey key, CancellationToken cancellationToken);

    /// <summary>Inserts the row unless the key is taken, and returns what is stored then: the candidate or the older row, untouched.</summary>
    Task<Room> AddIfMissingAsync(Room candidate, CancellationToken cancellationToken);

    /// <summary>Changes what the update names, stamps <see cref="Room.UpdatedAt"/> with <paramref name="at"/>, and returns the row; null when there is none.</summary>
    Task<Room?> UpdateAsync(RoomKey key, RoomUpdate update, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>A page in the order of the keys.</summary>
    Task<IReadOnlyList<Room>> ListAsync(RoomQuery query, CancellationToken cancellationToken);
}
