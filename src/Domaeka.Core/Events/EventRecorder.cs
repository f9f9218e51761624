using Domaeka.Core.Approval;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Leases;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Events;

/// <summary>
/// Records phones that come and go, and devices and rooms that appear, vanish or change their status, as events. Group commit: while one
/// transaction runs, the next one's events gather.
/// </summary>
/// <remarks>
/// This is news, not money: nobody waits for the commit, a crash takes what waits with it, and when the database is away for long the oldest
/// are dropped. What changed while no server ran is not recorded either. Who must be sure asks the tables.
/// </remarks>
internal sealed class EventRecorder(
    IEventStore store,
    EventSignal signal,
    InstanceLease lease,
    StorageState storageState,
    IOptions<EventOptions> options,
    TimeProvider clock,
    ILogger<EventRecorder> logger) : BackgroundService, IApprovalObserver, IConnectionObserver
{
    private const int MaxBatchEvents = 500;
    private static readonly TimeSpan MinRetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(5);

    private readonly EventQueue _waiting = new(options.Value.MaxPendingEvents);
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly HashSet<DeviceKey> _online = [];
    private volatile bool _started;
    private volatile bool _stopped;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // What is told before is the first load of the tables, which is no news.
        _started = true;
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What was told is still written: the loop ends when nothing waits, or when the host loses patience.
        _stopped = true;
        _arrived.Release();
        if (ExecuteTask is { } loop)
            await loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
        if (_waiting.Count is > 0 and var rest)
            Log.EventsAbandoned(logger, rest);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _arrived.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    public void OnDeviceChanged(Device? before, Device? after)
    {
        // Every process notices it; one of them records it.
        if (before?.Status != after?.Status && (after ?? before)?.Key is { } device && lease.IsEldest)
            Record(ServerEventKind.Device, device.BotName, null, device.DeviceId, after?.Status);
    }

    /// <inheritdoc/>
    public void OnRoomChanged(Room? before, Room? after)
    {
        if (before?.Status != after?.Status && (after ?? before)?.Key is { } room && lease.IsEldest)
            Record(ServerEventKind.Room, room.BotName, room.ChannelId, null, after?.Status);
    }

    /// <inheritdoc/>
    public void OnLive(IPhoneConnection connection)
    {
        // A connection that takes another one's place is no news: the phone was there.
        if (_online.Add(connection.Identity.Device))
            RecordPresence(connection.Identity.Device, isOnline: true);
    }

    /// <inheritdoc/>
    public void OnGone(IPhoneConnection connection)
    {
        if (_online.Remove(connection.Identity.Device))
            RecordPresence(connection.Identity.Device, isOnline: false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delay = MinRetryDelay;
        var batchSize = MaxBatchEvents;
        while (!_stopped || _waiting.Count > 0)
        {
            if (_waiting.Peek(batchSize) is not { Events.Count: > 0 } batch)
            {
                await _arrived.WaitAsync(stoppingToken);
                continue;
            }

            try
            {
                await store.AppendAsync(batch.Events, stoppingToken);
                storageState.ReportWrite(available: true);
                Remove(batch);
                signal.Raise();
                (delay, batchSize) = (MinRetryDelay, MaxBatchEvents);
            }
            catch (StorageRejectedException exception)
            {
                // One that cannot be stored holds up no other.
                if (batch.Events.Count == 1)
                {
                    Log.EventRejected(logger, exception, batch.Events[0].Kind, batch.Events[0].BotName);
                    Remove(batch);
                }

                batchSize = 1;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                storageState.ReportWrite(available: false);
                Log.EventsUnavailable(logger, exception, _waiting.Count, delay);
                await Task.Delay(delay, clock, stoppingToken);
                delay = delay * 2 < MaxRetryDelay ? delay * 2 : MaxRetryDelay;
            }
        }
    }

    private void Remove(EventBatch batch)
    {
        if (_waiting.Remove(batch) is > 0 and var dropped)
            Log.EventsDropped(logger, dropped);
    }

    private void RecordPresence(DeviceKey device, bool isOnline) =>
        Record(ServerEventKind.Presence, device.BotName, null, device.DeviceId, null, isOnline);

    private void Record(
        ServerEventKind kind, string botName, string? channelId, string? deviceId, ApprovalStatus? status, bool? isOnline = null)
    {
        if (!_started || _stopped)
            return;

        _waiting.Add(new ServerEvent
        {
            Kind = kind,
            At = clock.GetUtcNow(),
            BotName = botName,
            ChannelId = channelId,
            DeviceId = deviceId,
            Status = status,
            IsOnline = isOnline,
        });
        _arrived.Release();
    }
}
