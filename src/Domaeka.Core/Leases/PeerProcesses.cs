using System.Globalization;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Processes;
using Domaeka.Core.Rooms;
using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Leases;

/// <inheritdoc cref="IPeerProcesses"/>
/// <remarks>Asks by mail, and does what others ask for.</remarks>
internal sealed class PeerProcesses(
    ILeaseStore store, InstanceLease lease, RemotePhones phones, IConnectionRegistry connections, ILogger<PeerProcesses> logger)
    : IPeerProcesses, IMailReceiver
{
    /// <inheritdoc/>
    public IReadOnlyCollection<MailKind> Kinds { get; } = [MailKind.Disconnect, MailKind.Drain];

    /// <inheritdoc/>
    public PeerPhone? FindPhone(DeviceKey device) => phones.Find(device) is { } claim
        ? new PeerPhone(lease.NameOf(claim.Instance) ?? "", claim.ConnectionId, claim.ClaimedAt)
        : null;

    /// <inheritdoc/>
    public async Task<bool> DisconnectAsync(DeviceKey device, CancellationToken cancellationToken) =>
        phones.Find(device) is { } claim
        && await store.PostAsync(
            claim.Instance,
            new Mail
            {
                Kind = MailKind.Disconnect,
                From = lease.Instance,
                Room = new RoomKey(device.BotName, ""),
                Argument = device.DeviceId,
            },
            cancellationToken);

    /// <inheritdoc/>
    public async Task<int?> DrainAsync(string processName, TimeSpan reconnectAfter, CancellationToken cancellationToken)
    {
        if (Find(processName) is not { } peer)
            return null;
        var mail = new Mail
        {
            Kind = MailKind.Drain,
            From = lease.Instance,
            Argument = reconnectAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        };
        return await store.PostAsync(peer.Instance, mail, cancellationToken) ? phones.CountOf(peer.Instance) : null;
    }

    /// <inheritdoc/>
    public int? CountPhones(string processName) => Find(processName) is { } peer ? phones.CountOf(peer.Instance) : null;

    /// <inheritdoc/>
    public Task ReceiveAsync(Mail mail, CancellationToken cancellationToken)
    {
        if (mail.Kind == MailKind.Drain)
        {
            var seconds = double.Parse(mail.Argument ?? "", CultureInfo.InvariantCulture);
            Log.DrainAskedFor(logger, mail.From, lease.NameOf(mail.From));

            // It takes its time; the mail behind it does not wait.
            _ = DrainAsync(TimeSpan.FromSeconds(seconds));
        }
        else if (mail is { Room: { } room, Argument: { } deviceId })
        {
            connections.FindLive(new DeviceKey(room.BotName, deviceId))?.Close(CloseReason.Requested);
        }

        return Task.CompletedTask;
    }

    private async Task DrainAsync(TimeSpan reconnectAfter)
    {
        try
        {
            await connections.DrainAsync(reconnectAfter, CancellationToken.None);
        }
        catch (Exception exception)
        {
            Log.DrainFailed(logger, exception);
        }
    }

    private LeaseHolder? Find(string processName) =>
        lease.Holders.FirstOrDefault(holder => holder.ProcessName == processName && holder.Instance != lease.Instance);
}
