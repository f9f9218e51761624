using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;

namespace Domaeka.Core.Tests.Support;

/// <summary>Which phones sit in which rooms, in memory.</summary>
internal sealed class InMemoryRoomPresenceStore : IRoomPresenceStore
{
    public Dictionary<(RoomKey Room, string DeviceId), RoomPresence> Rows { get; } = [];

    public bool IsDown { get; set; }

    public Task<IReadOnlyList<RoomPresence>> LoadAllAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RoomPresence>>([.. Rows.Values]);

    public Task SaveAsync(IReadOnlyList<RoomPresence> rows, CancellationToken cancellationToken)
    {
        if (IsDown)
            throw new StorageUnavailableException("down");
        foreach (var row in rows)
            Rows[(row.Room, row.DeviceId)] = row;
        return Task.CompletedTask;
    }

    public Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var due = Rows.Where(row => row.Value.LastSeenAt < before).Take(limit).ToList();
        due.ForEach(row => Rows.Remove(row.Key));
        return Task.FromResult(due.Count);
    }
}
