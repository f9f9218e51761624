using Domaeka.Core.Approval;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;

namespace Domaeka.Core.Tests.Support;

/// <inheritdoc cref="InMemoryDeviceStore"/>
internal sealed class InMemoryRoomStore : IRoomStore
{
    public Dictionary<RoomKey, Room> Rows { get; } = [];

    public bool IsDown { get; set; }

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    public Task<IReadOnlyList<Room>> LoadAllAsync(CancellationToken cancellationToken)
    {
        Reads++;
        ThrowIfDown();
        return Task.FromResult<IReadOnlyList<Room>>([.. Rows.Values]);
    }

    public Task<Room?> FindAsync(RoomKey key, CancellationToken cancellationToken)
    {
        Reads++;
        ThrowIfDown();
        return Task.FromResult(Rows.GetValueOrDefault(key));
    }

    public Task<Room> AddIfMissingAsync(Room candidate, CancellationToken cancellationToken)
    {
        Writes++;
        ThrowIfDown();
        Rows.TryAdd(candidate.Key, candidate);
        return Task.FromResult(Rows[candidate.Key]);
    }

    public Task<Room?> UpdateAsync(RoomKey key, RoomUpdate update, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Writes++;
        ThrowIfDown();
        if (!Rows.TryGetValue(key, out var row))
            return Task.FromResult<Room?>(null);
        row = row with
        {
            Status = update.Status ?? row.Status,
            Name = update.Name ?? row.Name,
            DeviceId = update.DeviceId ?? row.DeviceId,
            Owners = update.Owners ?? row.Owners,
            Concurrency = update.Concurrency ?? row.Concurrency,
            LogSettings = update.LogSettings ?? row.LogSettings,
            UpdatedAt = at,
            ApprovedAt = update.Status == ApprovalStatus.Approved ? at : row.ApprovedAt,
        };
        Rows[key] = row;
        return Task.FromResult<Room?>(row);
    }

    public Task<IReadOnlyList<Room>> ListAsync(RoomQuery query, CancellationToken cancellationToken) => LoadAllAsync(cancellationToken);

    private void ThrowIfDown()
    {
        if (IsDown)
            throw new StorageUnavailableException("down");
    }
}
