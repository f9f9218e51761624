using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Sessions;

/// <summary>
/// Deletes the tokens of devices that are no longer approved, or bound to another phone, by whoever changed the table. They are no good from that moment
/// on, since the row itself is looked at when one is shown; but they must not be good again when the device is approved once more.
/// </summary>
internal sealed class SessionTokenEnder(IEnumerable<ISessionTokenStore> stores, TimeProvider clock, ILogger<SessionTokenEnder> logger)
    : BackgroundService, IApprovalObserver
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    private readonly ISessionTokenStore? _store = stores.LastOrDefault();
    private readonly Lock _gate = new();
    private readonly HashSet<DeviceKey> _waiting = [];
    private readonly SemaphoreSlim _arrived = new(0);

    /// <inheritdoc/>
    public void OnDeviceChanged(Device? before, Device? after)
    {
        // A device that is bound for the first time has had none, and may be given its first a moment later.
        if (_store is null || before is not { Status: ApprovalStatus.Approved, DeviceUuid: not null }
            || (after?.Status == ApprovalStatus.Approved && after.DeviceUuid == before.DeviceUuid))
            return;
        lock (_gate)
        {
            if (!_waiting.Add(before.Key))
                return;
        }

        _arrived.Release();
    }

    /// <inheritdoc/>
    public void OnRoomChanged(Room? before, Room? after)
    {
        // Tokens are phones'.
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _arrived.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_store is null)
            return;
        var isInTrouble = false;
        while (true)
        {
            if (Take() is not { } device)
            {
                await _arrived.WaitAsync(stoppingToken);
                continue;
            }

            try
            {
                await _store.EndAsync(device, stoppingToken);
                isInTrouble = false;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                if (!isInTrouble)
                    Log.SessionTokensNotEnded(logger, exception, device.BotName, device.DeviceId, RetryDelay);
                isInTrouble = true;
                lock (_gate)
                    _waiting.Add(device);
                await Task.Delay(RetryDelay, clock, stoppingToken);
            }
        }
    }

    // Taken before the work: what changes meanwhile is work of its own.
    private DeviceKey? Take()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
                return null;
            var device = _waiting.First();
            _waiting.Remove(device);
            return device;
        }
    }
}
