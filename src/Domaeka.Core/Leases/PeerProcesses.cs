using System.Globalization;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Draining;
using Domaeka.Core.Processes;
using Domaeka.Core.Rooms;
using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Leases;

/// <inheritdoc cref="IPeerProcesses"/>
/// <remarks>Asks by mail, and does what others ask for.</remarks>
internal sealed class PeerProcesses(
    ILeaseStore store,
    InstanceLease lease,
    RemotePhones phones,
    IConnectionRegistry connections,
    IServerDrain drain,
    ILogger<PeerProcesses> logger)
    : IPeerProcesses, IMailReceiver
{
    /// <inheritdoc/>
    public IReadOnlyCollection<MailKind> Kinds { get; } = [MailKind.Disconnect, MailKind.Drain, MailKind.Migrate, MailKind.CancelDrain];

    /// <inheritdoc/>
    public PeerPhone? FindPhone(DeviceKey device) => phones.Find(device) is { } claim
        ? new PeerPhone(lease.NameOf(claim.Instance) ?? "", claim.ConnectionId, claim.ClaimedAt, claim.SignedAt)
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
    public Task<int?> DrainAsync(string processName, TimeSpan reconnectAfter, CancellationToken cancellationToken) =>
        AskAsync(processName, MailKind.Drain, reconnectAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture), cancellationToken);

    /// <inheritdoc/>
    public Task<int?> MigrateAsync(string processName, MigrationOrder order, CancellationToken cancellationToken) =>
        AskAsync(processName, MailKind.Migrate, MigrationMail.Write(order), cancellationToken);

    /// <inheritdoc/>
    public Task<int?> CancelDrainAsync(string processName, CancellationToken cancellationToken) =>
        AskAsync(processName, MailKind.CancelDrain, null, cancellationToken);

    /// <inheritdoc/>
    public int? CountPhones(string processName) => Find(processName) is { } peer ? phones.CountOf(peer.Instance) : null;

    /// <inheritdoc/>
    public Task ReceiveAsync(Mail mail, CancellationToken cancellationToken)
    {
        switch (mail.Kind)
        {
            case MailKind.Drain:
                // It takes its time; the mail behind it does not wait.
                var seconds = double.Parse(mail.Argument ?? "", CultureInfo.InvariantCulture);
                Log.DrainAskedFor(logger, mail.From, lease.NameOf(mail.From));
                _ = DrainAsync(TimeSpan.FromSeconds(seconds));
                return Task.CompletedTask;
            case MailKind.Migrate:
                Log.DrainAskedFor(logger, mail.From, lease.NameOf(mail.From));
                return MigrateAsync(mail, cancellationToken);
            case MailKind.CancelDrain:
                if (drain.Cancel(validateOnly: false) is not CancelDrainOutcome.Cancelled and var outcome)
                    Log.DrainNotDone(logger, mail.From, lease.NameOf(mail.From), mail.Kind, outcome.ToString());
                return Task.CompletedTask;
            default:
                if (mail is { Room: { } room, Argument: { } deviceId })
                    connections.FindLive(new DeviceKey(room.BotName, deviceId))?.Close(CloseReason.Requested);
                return Task.CompletedTask;
        }
    }

    private async Task MigrateAsync(Mail mail, CancellationToken cancellationToken)
    {
        var reason = MigrationMail.TryRead(mail.Argument) is { } order
            ? (await drain.MigrateAsync(order, validateOnly: false, cancellationToken)).ToString()
            : "Unreadable";
        if (reason is not nameof(MigrationOutcome.Begun))
            Log.DrainNotDone(logger, mail.From, lease.NameOf(mail.From), mail.Kind, reason);
    }

    private async Task<int?> AskAsync(string processName, MailKind kind, string? argument, CancellationToken cancellationToken)
    {
        if (Find(processName) is not { } peer)
            return null;
        var mail = new Mail { Kind = kind, From = lease.Instance, Argument = argument };
        return await store.PostAsync(peer.Instance, mail, cancellationToken) ? phones.CountOf(peer.Instance) : null;
    }

    private async Task DrainAsync(TimeSpan reconnectAfter)
    {
        try
        {
            await drain.DrainAsync(reconnectAfter, CancellationToken.None);
        }
        catch (Exception exception)
        {
            Log.DrainFailed(logger, exception);
        }
    }

    private LeaseHolder? Find(string processName) =>
        lease.Holders.FirstOrDefault(holder => holder.ProcessName == processName && holder.Instance != lease.Instance);
}
