using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Outbox.Lanes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Leases;

/// <summary>
/// Records which phones are connected to this process, and looks which are connected to others: deliveries go there, and a phone that has moved
/// loses the connection that it left behind here.
/// </summary>
/// <remarks>
/// A claim by another process does not hold against a connection here that has heard a newer signed time: whoever has recorded a line could have
/// the phone moved to a connection of his own. The phone is claimed again then, and the other process gives way. Where both have heard the
/// same, the earlier one keeps it.
/// </remarks>
internal sealed class PhoneClaimer(
    ILeaseStore store,
    InstanceLease lease,
    RemotePhones remote,
    DeliverySignals delivery,
    IConnectionRegistry connections,
    TimeProvider clock,
    ILogger<PhoneClaimer> logger) : BackgroundService, IConnectionObserver
{
    /// <summary>In one transaction: chat lines wait for it, and behind a start all phones come at once.</summary>
    private const int ClaimsAtOnce = 100;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<DeviceKey, DateTimeOffset> _liveSince = [];
    private Dictionary<DeviceKey, PhoneClaimChange> _unsaved = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _version;
    private bool _isKnownAlone;
    private long? _notBefore;
    private bool _isFailing;

    /// <inheritdoc/>
    public void OnLive(IPhoneConnection connection)
    {
        var device = connection.Identity.Device;
        lock (_gate)
        {
            // As the table tells it, since the other process compares with that.
            var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
            _liveSince[device] = now;
            _unsaved[device] = new PhoneClaimChange(device, connection.Id, now, connection.LastSignedAt);
            _changed.TrySetResult();
        }
    }

    /// <inheritdoc/>
    public void OnGone(IPhoneConnection connection)
    {
        var device = connection.Identity.Device;
        lock (_gate)
        {
            _liveSince.Remove(device);
            _unsaved[device] = new PhoneClaimChange(device, null, clock.GetUtcNow());
            _changed.TrySetResult();
        }
    }

    /// <summary>There is a new lease: claims every phone that is here on its strength.</summary>
    public void ClaimAll()
    {
        foreach (var connection in connections.Live)
            ClaimAgain(connection.Identity.Device);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
                changed = _changed.Task;
            var delay = lease.PollDelay;
            try
            {
                if (lease.Instance is not 0 and var instance)
                {
                    await SaveAsync(instance, stoppingToken);
                    await LookAsync(instance, stoppingToken);
                }

                _isFailing = false;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                if (!_isFailing)
                    Log.PhonesNotFollowed(logger, exception);
                _isFailing = true;
                delay = RetryDelay;
            }

            // What could not be saved is no reason to try again at once.
            if (_isFailing || lease.Instance == 0)
                await Task.Delay(delay, clock, stoppingToken);
            else
                await changed.WaitAsync(delay, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    private async Task SaveAsync(long instance, CancellationToken cancellationToken)
    {
        Dictionary<DeviceKey, PhoneClaimChange> changes;
        lock (_gate)
        {
            if (_unsaved.Count == 0)
                return;
            (changes, _unsaved) = (_unsaved, []);
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        try
        {
            foreach (var chunk in changes.Values.Chunk(ClaimsAtOnce))
                await store.ClaimPhonesAsync(instance, chunk, cancellationToken);
        }
        catch
        {
            lock (_gate)
            {
                foreach (var change in changes.Values)
                    _unsaved.TryAdd(change.Device, change);
                _changed.TrySetResult();
            }

            throw;
        }
    }

    private async Task LookAsync(long instance, CancellationToken cancellationToken)
    {
        // Without others nobody else claims anything: once is enough, to forget those that were there.
        var isAlone = lease.IsAlone;
        var startedAt = clock.GetTimestamp();
        if ((isAlone && _isKnownAlone) || startedAt < _notBefore || await store.ReadPhonesAsync(_version, cancellationToken) is not { } phones)
            return;

        _isKnownAlone = Follow(phones, instance) == 0 && isAlone;
        _version = phones.Version;

        // Ten thousand phones that come and go change the table all the time; reading it takes a tenth of a processor at most.
        var now = clock.GetTimestamp();
        _notBefore = now + (9 * (now - startedAt));
    }

    /// <returns>How many phones are elsewhere.</returns>
    private int Follow(PhoneClaims phones, long instance)
    {
        var elsewhere = phones.Claims.Where(claim => claim.Instance != instance && !TryKeep(claim, instance)).ToDictionary(claim => claim.Device);
        remote.Set(elsewhere);
        delivery.OnElsewhere(elsewhere.ToDictionary(claim => claim.Key, claim => claim.Value.Instance));
        foreach (var claim in elsewhere.Values)
            CloseLeftBehind(claim);

        // Where the claims of two processes have crossed, the later one may have been given up again, and ours is gone with it.
        var claimed = phones.Claims.Select(claim => claim.Device).ToHashSet();
        foreach (var connection in connections.Live)
        {
            if (!claimed.Contains(connection.Identity.Device))
                ClaimAgain(connection.Identity.Device);
        }

        return elsewhere.Count;
    }

    /// <summary>Claims a phone that is here, unless there is later news of it.</summary>
    private void ClaimAgain(DeviceKey device)
    {
        lock (_gate)
        {
            if (connections.FindLive(device) is not { } connection || !_liveSince.TryGetValue(device, out var since))
                return;
            if (_unsaved.TryAdd(device, new PhoneClaimChange(device, connection.Id, since, connection.LastSignedAt)))
                _changed.TrySetResult();
        }
    }

    private bool TryKeep(PhoneClaim theirs, long instance)
    {
        if (connections.FindLive(theirs.Device) is not { LastSignedAt: { } heard } connection || theirs.SignedAt is not { } signed)
            return false;
        lock (_gate)
        {
            if (_unsaved.ContainsKey(theirs.Device) || !_liveSince.TryGetValue(theirs.Device, out var since))
                return false;
            var isEarlier = (since, instance).CompareTo((theirs.ClaimedAt, theirs.Instance)) < 0;
            if (heard < signed || (heard == signed && !isEarlier))
                return false;
        }

        Log.PhoneStays(logger, theirs.Device.BotName, theirs.Device.DeviceId, connection.Id, theirs.Instance);
        ClaimAgain(theirs.Device);
        return true;
    }

    private void CloseLeftBehind(PhoneClaim claim)
    {
        if (connections.FindLive(claim.Device) is not { } connection)
            return;

        // One that came here in this moment has not been claimed yet, and will be this instance's.
        lock (_gate)
        {
            if (_unsaved.ContainsKey(claim.Device))
                return;
        }

        Log.PhoneMoved(logger, claim.Device.BotName, claim.Device.DeviceId, connection.Id, claim.Instance);
        connection.Close(CloseReason.Replaced);
    }
}
