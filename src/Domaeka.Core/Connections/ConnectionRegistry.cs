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
    private volatile bool _closing;
    private volatile MigrationTarget? _movesTo;
    private volatile TaskCompletionSource? _reopened;

    /// <inheritdoc/>
    public int Count => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public int LiveCount => _live.Count;

    /// <inheritdoc/>
    public bool IsDraining => _draining;

    /// <inheritdoc/>
    public bool IsClosing => _closing;

    /// <inheritdoc/>
    public MigrationTarget? MovesTo => _movesTo;

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

    /// <summary>The connections that are open now, proven or not.</summary>
    public IPhoneConnection[] Snapshot()
    {
        lock (_gate)
            return [.. _open.Values.SelectMany(siblings => siblings)];
    }

    /// <summary>Refuses new phones from now on, and names another server to them.</summary>
    public void BeginMigration(MigrationTarget target)
    {
        lock (_gate)
        {
            _movesTo = target;
            BeginDraining();
        }
    }

    /// <summary>Ends a drain: phones are let in and messages go out again.</summary>
    public void Reopen()
    {
        lock (_gate)
        {
            _draining = false;
            _closing = false;
            _movesTo = null;
            _reopened?.TrySetResult();
            _reopened = null;
        }

        delivery.Resume();
    }

    /// <inheritdoc/>
    public Task<int> DrainAsync(TimeSpan reconnectAfter, CancellationToken cancellationToken) =>
        DrainAsync(reconnectAfter, static _ => { }, cancellationToken);

    /// <inheritdoc cref="IConnectionRegistry.DrainAsync"/>
    /// <param name="reconnectAfter">When the phones should come back.</param>
    /// <param name="onTold">Called for each connection right before it is closed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<int> DrainAsync(TimeSpan reconnectAfter, Action<IPhoneConnection> onTold, CancellationToken cancellationToken)
    {
        Task reopened;
        lock (_gate)
        {
            reopened = BeginDraining();
            _closing = true;
        }

        Task quietOrReopened = Task.WhenAny(
            Task.WhenAll(dispatcher.WhenIdleAsync(cancellationToken), delivery.QuiesceAsync()), reopened);
        await quietOrReopened.WaitAsync(DrainPatience, clock, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (reopened.IsCompleted)
            return 0;

        var present = Snapshot();
        Log.Draining(logger, present.Length, reconnectAfter);
        var target = _movesTo;
        foreach (var connection in present)
        {
            if (target is not null)
                connection.AnnounceMove(target, TimeSpan.Zero);
            onTold(connection);
            connection.Close(CloseReason.ServerShutdown, reconnectAfter);
        }

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

    /// <summary>The task completes when the drain is cancelled.</summary>
    private Task BeginDraining()
    {
        _draining = true;
        return (_reopened ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <inheritdoc/>
    public void OnRoomChanged(Room? before, Room? after)
    {
        // Rooms are looked up for each line; no connection depends on one.
    }
}
