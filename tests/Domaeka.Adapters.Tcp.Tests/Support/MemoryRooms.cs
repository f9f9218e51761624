using System.Collections.Concurrent;
using Domaeka.Core.Rooms;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>A room table in memory.</summary>
internal sealed class MemoryRooms : IRoomStore
{
    private readonly ConcurrentDictionary<RoomKey, Room> _rows = new();

    public Room? this[RoomKey key] => _rows.GetValueOrDefault(key);

    public void Put(Room room) => _rows[room.Key] = room;

    public Task<IReadOnlyList<Room>> LoadAllAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Room>>([.. _rows.Values]);

    public Task<Room?> FindAsync(RoomKey key, CancellationToken cancellationToken) => Task.FromResult(this[key]);

    public Task<Room> AddIfMissingAsync(Room candidate, CancellationToken cancellationToken) =>
        Task.FromResult(_rows.GetOrAdd(candidate.Key, candidate));

    public Task<Room?> UpdateAsync(RoomKey key, RoomUpdate update, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (this[key] is not { } row)
            return Task.FromResult<Room?>(null);
        return Task.FromResult<Room?>(_rows[key] = row with
        {
            Status = update.Status ?? row.Status,
            Name = update.Name ?? row.Name,
            DeviceId = update.DeviceId ?? row.DeviceId,
            UpdatedAt = at,
        });
    }

    public Task<IReadOnlyList<Room>> ListAsync(RoomQuery query, CancellationToken cancellationToken) =>
        LoadAllAsync(cancellationToken);
}
