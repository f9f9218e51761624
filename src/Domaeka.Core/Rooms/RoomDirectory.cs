using Domaeka.Core.Approval;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Leases;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Rooms;

/// <inheritdoc cref="IRoomDirectory"/>
internal sealed class RoomDirectory(
    IRoomStore store,
    IConnectionRegistry connections,
    RemotePhones remotePhones,
    IEnumerable<IApprovalObserver> observers,
    IOptions<ApprovalOptions> options,
    TimeProvider clock,
    ILogger<RoomDirectory> logger)
    : CachedTable<RoomKey, Room, (string Bot, string Name)>(room => room.Key, room => (room.Key.BotName, room.Name), observers, logger),
        IRoomDirectory
{
    private const int MaxNameLength = 255;

    /// <inheritdoc/>
    public Room? Find(RoomKey key) => Rows.Find(key);

    /// <inheritdoc/>
    public ValueTask<Room?> FindStoredAsync(RoomKey key, CancellationToken cancellationToken) => Rows.Find(key) is { } known
        ? new ValueTask<Room?>(known)
        : new ValueTask<Room?>(ChangeAsync(key, ct => store.FindAsync(key, ct), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<Room?> RegisterAsync(RoomKey key, string name, DeviceKey device, CancellationToken cancellationToken)
    {
        var known = Rows.Find(key);
        if (known is null)
            return AddAsync(key, name, device, cancellationToken);

        var update = Follow(known, name, device);
        return update is null ? new ValueTask<Room?>(known) : FollowAsync(known, update, cancellationToken);
    }

    /// <inheritdoc/>
    public bool IsNameAmbiguous(Room room) =>
        Rows.Group((room.Key.BotName, room.Name)).Values.Count(other => other.Status == ApprovalStatus.Approved) > 1;

    /// <inheritdoc/>
    public Task<Room?> UpdateAsync(RoomKey key, RoomUpdate update, CancellationToken cancellationToken) =>
        ChangeAsync(key, ct => store.UpdateAsync(key, update, clock.GetUtcNow(), ct), cancellationToken);

    private protected override Task<IReadOnlyList<Room>> LoadAllAsync(CancellationToken cancellationToken) =>
        store.LoadAllAsync(cancellationToken);

    private protected override bool AreSame(Room before, Room after) =>
        before with { Owners = after.Owners } == after && before.Owners.SequenceEqual(after.Owners);

    private protected override void Notify(IApprovalObserver observer, Room? before, Room? after) =>
        observer.OnRoomChanged(before, after);

    private static string Cut(string name) => name.Length > MaxNameLength ? name[..MaxNameLength] : name;

    /// <summary>
    /// What this line changes. Two phones of one bot in one room may know it by different names, and both forward every line; so only
    /// the phone that serves the room is followed, until it goes offline. Otherwise each line would rewrite the row.
    /// </summary>
    private RoomUpdate? Follow(Room known, string name, DeviceKey device)
    {
        name = Cut(name);
        var serves = known.DeviceId == device.DeviceId;
        if (serves && known.Name == name)
            return null;
        if (!serves && known.DeviceId is not null && IsThere(device with { DeviceId = known.DeviceId }))
            return null;

        return new RoomUpdate
        {
            Name = known.Name == name ? null : name,
            DeviceId = serves ? null : device.DeviceId,
        };
    }

    /// <summary>True when the phone is connected, to whichever process.</summary>
    private bool IsThere(DeviceKey device) => connections.FindLive(device) is not null || remotePhones.Find(device) is not null;

    private async ValueTask<Room?> FollowAsync(Room known, RoomUpdate update, CancellationToken cancellationToken)
    {
        try
        {
            return await UpdateAsync(known.Key, update, cancellationToken);
        }
        catch (StorageUnavailableException exception)
        {
            Log.RoomUpdateFailed(logger, exception, known.Key.BotName, known.Key.ChannelId);
            return known;
        }
    }

    private async ValueTask<Room?> AddAsync(RoomKey key, string name, DeviceKey device, CancellationToken cancellationToken)
    {
        if (key.ChannelId.Length > RoomKey.MaxChannelIdLength || string.IsNullOrEmpty(name))
        {
            Log.RoomInvalid(logger, key.BotName, key.ChannelId.Length, name.Length);
            return null;
        }

        if (Rows.Count(room => room.Key.BotName == key.BotName && room.Status == ApprovalStatus.Pending) >= options.Value.MaxPendingRoomsPerBot)
        {
            Log.TooManyPendingRooms(logger, key.BotName, key.ChannelId, options.Value.MaxPendingRoomsPerBot);
            return null;
        }

        var candidate = new Room
        {
            Key = key,
            Name = Cut(name),
            Status = ApprovalStatus.Pending,
            DeviceId = device.DeviceId,
            CreatedAt = clock.GetUtcNow(),
        };
        try
        {
            var stored = await ChangeAsync(candidate.Key, async ct => await store.AddIfMissingAsync(candidate, ct), cancellationToken);
            Log.RoomRegistered(logger, key.BotName, key.ChannelId, stored!.Status);
            return stored;
        }
        catch (StorageUnavailableException exception)
        {
            Log.RoomUpdateFailed(logger, exception, key.BotName, key.ChannelId);
            return null;
        }
    }
}
