using Domaeka.Core.Storage;
using Domaeka.Core.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Leases;

/// <summary>Fetches what other processes have to tell this one, and brings it to whom it concerns, in order.</summary>
internal sealed class Mailbox(
    ILeaseStore store,
    InstanceLease lease,
    IEnumerable<IMailReceiver> receivers,
    TimeProvider clock,
    ILogger<Mailbox> logger,
    LeaseMetrics? metrics = null) : BackgroundService
{
    private const int PageSize = 1_000;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Dictionary<MailKind, IMailReceiver> _receivers =
        receivers.SelectMany(receiver => receiver.Kinds.Select(kind => (kind, receiver))).ToDictionary(pair => pair.kind, pair => pair.receiver);

    private bool _isFailing;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var delay = lease.PollDelay;
            try
            {
                while (lease.Instance is not 0 and var instance && await FetchAsync(instance, stoppingToken) == PageSize)
                {
                    // There may be more.
                }

                _isFailing = false;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                if (!_isFailing)
                    Log.MailNotRead(logger, exception);
                _isFailing = true;
                delay = RetryDelay;
            }

            await Task.Delay(delay, clock, stoppingToken);
        }
    }

    private async Task<int> FetchAsync(long instance, CancellationToken cancellationToken)
    {
        var mails = await store.ReadMailAsync(instance, 0, PageSize, cancellationToken);
        var done = new List<long>(mails.Count);
        try
        {
            foreach (var mail in mails)
            {
                await ReceiveAsync(mail, cancellationToken);
                done.Add(mail.Id);
            }
        }
        finally
        {
            if (done.Count > 0)
                await store.DeleteMailAsync(done, cancellationToken);
        }

        return mails.Count;
    }

    private async Task ReceiveAsync(Mail mail, CancellationToken cancellationToken)
    {
        metrics?.CountMail(mail.Kind);
        if (!_receivers.TryGetValue(mail.Kind, out var receiver))
        {
            Log.MailUnknown(logger, mail.Id, mail.Kind, mail.From);
            return;
        }

        try
        {
            await receiver.ReceiveAsync(mail, cancellationToken);
        }
        catch (Exception exception) when (exception is not (StorageUnavailableException or OperationCanceledException))
        {
            // One that cannot be dealt with holds up no other.
            Log.MailFailed(logger, exception, mail.Id, mail.Kind, mail.From);
        }
    }
}
