using System.Collections.Concurrent;
using Domaeka.Core.Devices;
using Domaeka.Core.Leases;
using Domaeka.Core.Outbox.Lanes;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Rooms;

/// <summary>Which phones sit in which rooms, learned from the lines that they bring. Changes are stored within seconds, and what other processes have learned is read.</summary>
internal sealed class RoomPresenceDirectory(
    IRoomPresenceStore store, InstanceLease lease, DeliverySignals delivery, TimeProvider clock, ILogger<RoomPresenceDirectory> logger) : BackgroundService
{
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReadInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SeenGrain = TimeSpan.FromHours(1);
    private const int MaxNameLength = 255;

    /// <summary>In one transaction: chat lines wait for it.</summary>
    private const int RowsAtOnce = 100;

    private readonly ConcurrentDictionary<RoomKey, RoomPresence[]> _rooms = new();
    private readonly ConcurrentDictionary<(RoomKey, string), RoomPresence> _unsaved = new();

    /// <summary>The phones of a room, in no order.</summary>
    public IReadOnlyList<RoomPresence> Find(RoomKey room) => _rooms.GetValueOrDefault(room, []);

    /// <summary>A phone has brought a line of a room. Cheap when that is known.</summary>
    /// <returns>True when the phone is new in the room or knows it by another name now.</returns>
    public bool Note(RoomKey room, DeviceKey device, string roomName)
    {
        var now = clock.GetUtcNow();
        var name = roomName.Length > MaxNameLength ? roomName[..MaxNameLength] : roomName;
        var known = Array.Find(_rooms.GetValueOrDefault(room, []), row => row.DeviceId == device.DeviceId);
        if (known is not null && known.RoomName == name && now - known.LastSeenAt < SeenGrain)
            return false;

        var row = new RoomPresence(room, device.DeviceId, name, now);
        Put(row);
        _unsaved[(room, device.DeviceId)] = row;
        return known is null || known.RoomName != name;
    }

    /// <summary>Phones that were last heard in a room before a time do not count as sitting there any more.</summary>
    public void Forget(DateTimeOffset before)
    {
        foreach (var (room, rows) in _rooms)
        {
            // A phone that was heard meanwhile has changed the entry, which then stays until the next time.
            if (Array.FindAll(rows, row => row.LastSeenAt >= before) is var kept && kept.Length < rows.Length)
                _rooms.TryUpdate(room, kept, rows);
        }
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var rows in (await store.LoadAllAsync(cancellationToken)).GroupBy(row => row.Room))
            _rooms[rows.Key] = [.. rows];
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SaveAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SaveInterval, clock);
        var readAt = clock.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await SaveAsync(stoppingToken);
            if (lease.IsAlone || clock.GetElapsedTime(readAt) < ReadInterval)
                continue;
            readAt = clock.GetTimestamp();
            await ReadAsync(stoppingToken);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var row in await store.LoadAllAsync(cancellationToken))
                Learn(row);
        }
        catch (Exception exception) when (exception is StorageUnavailableException)
        {
            Log.PresenceNotRead(logger, exception);
        }
    }

    /// <summary>What another process has heard, unless this one has heard the phone there later.</summary>
    private void Learn(RoomPresence row)
    {
        var known = Array.Find(_rooms.GetValueOrDefault(row.Room, []), other => other.DeviceId == row.DeviceId);
        if (known is not null && known.LastSeenAt >= row.LastSeenAt)
            return;

        Put(row);
        if (known is null || known.RoomName != row.RoomName)
            delivery.OnPresenceChanged(row.Room);
    }

    private void Put(RoomPresence row) => _rooms.AddOrUpdate(
        row.Room,
        static (_, row) => [row],
        static (_, rows, row) => [.. rows.Where(other => other.DeviceId != row.DeviceId), row],
        row);

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        var rows = _unsaved.ToArray();
        if (rows.Length == 0)
            return;
        try
        {
            foreach (var chunk in rows.Chunk(RowsAtOnce))
            {
                await store.SaveAsync([.. chunk.Select(row => row.Value)], cancellationToken);
                foreach (var row in chunk)
                    _unsaved.TryRemove(row);
            }
        }
        catch (Exception exception) when (exception is StorageUnavailableException or StorageRejectedException)
        {
            Log.PresenceNotSaved(logger, exception, rows.Length);
        }
    }
}
