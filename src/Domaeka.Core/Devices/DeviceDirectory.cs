using Domaeka.Core.Approval;
using Domaeka.Core.Connections;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Devices;

/// <inheritdoc cref="IDeviceDirectory"/>
internal sealed class DeviceDirectory(
    IDeviceStore store,
    IEnumerable<IApprovalObserver> observers,
    IOptions<ApprovalOptions> options,
    TimeProvider clock,
    ILogger<DeviceDirectory> logger)
    : CachedTable<DeviceKey, Device, string>(device => device.Key, device => device.Key.BotName, observers, logger), IDeviceDirectory
{
    /// <inheritdoc/>
    public Device? Find(DeviceKey key) => Rows.Find(key);

    /// <inheritdoc/>
    public IReadOnlyCollection<Device> FindByBot(string botName) => [.. Rows.Group(botName).Values];

    /// <inheritdoc/>
    public async ValueTask<DeviceRegistration> RegisterAsync(PhoneIdentity identity, CancellationToken cancellationToken)
    {
        if (!IsStorable(identity.Device))
            return new DeviceRegistration(DeviceRegistrationOutcome.InvalidKey, null);

        var known = Rows.Find(identity.Device);
        if (known is not null)
            return new DeviceRegistration(DeviceRegistrationOutcome.Known, await FollowAsync(known, identity, cancellationToken));

        if (Rows.Count(device => device.Status == ApprovalStatus.Pending) >= options.Value.MaxPendingDevices)
        {
            Log.TooManyPendingDevices(logger, identity.Device.BotName, identity.Device.DeviceId, options.Value.MaxPendingDevices);
            return new DeviceRegistration(DeviceRegistrationOutcome.TooManyPending, null);
        }

        return await AddAsync(identity, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ConfirmIdentityAsync(DeviceKey key, string deviceUuid, CancellationToken cancellationToken)
    {
        if (Rows.Find(key) is not { } device)
            return false;
        if (device.DeviceUuid == deviceUuid)
            return true;
        if (deviceUuid.Length is 0 or > DeviceKey.MaxDeviceIdLength || (device.DeviceUuid is not null && device.Status != ApprovalStatus.Pending))
        {
            Log.DeviceUuidMismatch(logger, key.BotName, key.DeviceId);
            return false;
        }

        try
        {
            var bound = await ChangeAsync(key, ct => BindAsync(key, deviceUuid, ct), cancellationToken);
            return bound?.DeviceUuid == deviceUuid;
        }
        catch (StorageUnavailableException exception)
        {
            Log.DeviceUpdateFailed(logger, exception, key.BotName, key.DeviceId);
            return false;
        }
    }

    /// <inheritdoc/>
    public Task<Device?> UpdateAsync(DeviceKey key, DeviceUpdate update, CancellationToken cancellationToken) =>
        ChangeAsync(key, ct => store.UpdateAsync(key, update, clock.GetUtcNow(), ct), cancellationToken);

    private protected override Task<IReadOnlyList<Device>> LoadAllAsync(CancellationToken cancellationToken) =>
        store.LoadAllAsync(cancellationToken);

    private protected override bool AreSame(Device before, Device after) => before == after;

    private protected override void Notify(IApprovalObserver observer, Device? before, Device? after) =>
        observer.OnDeviceChanged(before, after);

    private static bool IsStorable(DeviceKey key) =>
        IsStorable(key.BotName, DeviceKey.MaxBotNameLength) && IsStorable(key.DeviceId, DeviceKey.MaxDeviceIdLength);

    private static bool IsStorable(string? part, int maxLength) =>
        !string.IsNullOrWhiteSpace(part) && part.Length <= maxLength && !part.Any(char.IsControl);

    private static string? Cut(string? text, int maxLength) =>
        text is not null && text.Length > maxLength ? text[..maxLength] : text;

    /// <summary>Behind the gate: another line may have bound the device, or an administrator approved it, while this one waited.</summary>
    private async Task<Device?> BindAsync(DeviceKey key, string deviceUuid, CancellationToken cancellationToken)
    {
        var current = await store.FindAsync(key, cancellationToken);
        return current is null || (current.DeviceUuid is not null && current.Status != ApprovalStatus.Pending)
            ? current
            : await store.UpdateAsync(key, new DeviceUpdate { DeviceUuid = deviceUuid }, clock.GetUtcNow(), cancellationToken);
    }

    private async ValueTask<DeviceRegistration> AddAsync(PhoneIdentity identity, CancellationToken cancellationToken)
    {
        var candidate = new Device
        {
            Key = identity.Device,
            Status = ApprovalStatus.Pending,
            IpAddress = Cut(identity.IpAddress, 64),
            ClientType = Cut(identity.ClientType, 64),
            ClientVersion = Cut(identity.ClientVersion, 32),
            CreatedAt = clock.GetUtcNow(),
        };

        try
        {
            var stored = await ChangeAsync(candidate.Key, async ct => await store.AddIfMissingAsync(candidate, ct), cancellationToken);
            Log.DeviceRegistered(logger, identity.Device.BotName, identity.Device.DeviceId, stored!.Status);
            return new DeviceRegistration(DeviceRegistrationOutcome.Added, stored);
        }
        catch (StorageUnavailableException exception)
        {
            Log.DeviceUpdateFailed(logger, exception, identity.Device.BotName, identity.Device.DeviceId);
            return new DeviceRegistration(DeviceRegistrationOutcome.StorageUnavailable, null);
        }
    }

    /// <summary>Notes what the phone newly says of itself. Failing to is no reason to turn a known phone away.</summary>
    private async ValueTask<Device> FollowAsync(Device known, PhoneIdentity identity, CancellationToken cancellationToken)
    {
        var update = new DeviceUpdate
        {
            IpAddress = Changed(known.IpAddress, Cut(identity.IpAddress, 64)),
            ClientType = Changed(known.ClientType, Cut(identity.ClientType, 64)),
            ClientVersion = Changed(known.ClientVersion, Cut(identity.ClientVersion, 32)),
        };
        if (update == new DeviceUpdate())
            return known;

        try
        {
            return await UpdateAsync(known.Key, update, cancellationToken) ?? known;
        }
        catch (StorageUnavailableException exception)
        {
            Log.DeviceUpdateFailed(logger, exception, known.Key.BotName, known.Key.DeviceId);
            return known;
        }
    }

    private static string? Changed(string? before, string? after) =>
        string.IsNullOrEmpty(after) || after == before ? null : after;
}
