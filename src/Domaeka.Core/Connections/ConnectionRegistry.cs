using System.Collections.Concurrent;
using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Core.Dispatch;
using Domaeka.Core.Outbox.Lanes;
using Domaeka.Core.Processes;
using Domaeka.Core.Rooms;
using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Connections;

/// <inheritdoc cref="IConnectionRegistry"/>
/// <remarks>It also makes a changed approval felt on the connections of the device, proven or not.</remarks>
internal sealed class ConnectionRegistry(
    ILaneDispatcher dispatcher,
    DeliverySignals delivery,
    Places places,
    IServiceProvider services,
    TimeProvider clock,
    ILogger<ConnectionRegistry> logger)
    : IConnectionRegistry, IApprovalObserver
{
    /// <summary>How long running commands may take to answer, and phones to confirm what they were sent, before they are sent away.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<DeviceKey, List<IPhoneConnection>> _open = [];
    private readonly ConcurrentDictionary<DeviceKey, IPhoneConnection> _live = new();
    private readonly ConnectionNews _news = new(services, logger);
    private int _count;
    private volatile bool _draining;

    /// <inheritdoc/>
    public int Count => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public int LiveCount => _live.Count;

    /// <inheritdoc/>
    public bool IsDraining => _draining;

    /// <inheritdoc/>
    public IReadOnlyCollection<IPhoneConnection> Live => [.. _live.Values];

    /// <inheritdoc/>
    public IPhoneConnection? FindLive(DeviceKey device) => _live.GetValueOrDefault(device);

    /// <inheritdoc/>
    public void Add(IPhoneConnection connection)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(connection.Identity.Device, out var siblings))
                _open.Add(connection.Identity.Device, siblings = new List<IPhoneConnection>(1));
            siblings.Add(connection);
            _count++;
            places.OnOpened(connection.Identity.Device);
        }
    }

    /// <inheritdoc/>
    public bool Promote(IPhoneConnection connection, bool mayReplace = true)
    {
        var device = connection.Identity.Device;
        if (ReferenceEquals(_live.GetValueOrDefault(device), connection))
            return true;

        IPhoneConnection? replaced;
        lock (_gate)
        {
            if (!_open.TryGetValue(device, out var siblings) || !siblings.Contains(connection))
                return false;
            replaced = _live.GetValueOrDefault(device);
            if (ReferenceEquals(replaced, connection))
                return true;
            if (replaced is not null && !mayReplace)
                return false;
            _live[device] = connection;
            _news.Add(connection, isLive: true);
        }

        Log.ConnectionLive(logger, device.BotName, device.DeviceId, connection.Id, replaced?.Id);
        _news.Tell();
        replaced?.Close(CloseReason.Replaced);
        return true;
    }

    /// <inheritdoc/>
    public void Remove(IPhoneConnection connection)
    {
        var device = connection.Identity.Device;
        lock (_gate)
        {
            if (!_open.TryGetValue(device, out var siblings) || !siblings.Remove(connection))
                return;
            _count--;
            if (siblings.Count == 0)
            {
                _open.Remove(device);
                places.OnClosed(device);
            }

            // Only this very connection is unregistered: a newer one may have taken its place.
            if (_live.TryRemove(KeyValuePair.Create(device, connection)))
                _news.Add(connection, isLive: false);
        }

        _news.Tell();
    }

    /// <inheritdoc/>
    public async Task<int> DrainAsync(TimeSpan reconnectAfter, CancellationToken cancellationToken)
    {
        _draining = true;
        await Task.WhenAll(dispatcher.WhenIdleAsync(cancellationToken), delivery.QuiesceAsync())
            .WaitAsync(DrainPatience, clock, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        IPhoneConnection[] present;
        lock (_gate)
            present = [.. _open.Values.SelectMany(siblings => siblings)];

        Log.Draining(logger, present.Length, reconnectAfter);
        foreach (var connection in present)
            connection.Close(CloseReason.ServerShutdown, reconnectAfter);
        await Task.WhenAll(present.Select(connection => connection.Closed)).WaitAsync(cancellationToken);
        return present.Length;
    }

    /// <inheritdoc/>
    public void OnDeviceChanged(Device? before, Device? after)
    {
        if (before is null || before.Status == after?.Status)
            return;

        IPhoneConnection[] connections;
        lock (_gate)
            connections = _open.TryGetValue(before.Key, out var siblings) ? [.. siblings] : [];

        foreach (var connection in connections)
        {
            Log.DeviceStatusChanged(logger, before.Key.BotName, before.Key.DeviceId, connection.Id, before.Status, after?.Status);

            // A row that was deleted is not approved any more; the phone comes back and registers anew.
            if (after is null)
                connection.Close(CloseReason.Requested);
            else if (after.Status.IsShutOut())
                connection.Close(CloseReason.ShutOut);
            else
                connection.AnnounceStatus(after);
        }
    }

    /// <inheritdoc/>
    public void OnRoomChanged(Room? before, Room? after)
    {
        // Rooms are looked up for each line; no connection depends on one.
    }
}
