using Domaeka.Core.Connections;
using Domaeka.Core.Leases;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>At the start: takes up every message in this instance's lanes that has not come to its end, then lets the engine hear of the phones.</summary>
internal sealed class OutboxRecovery(
    IOutboxStore store,
    ILeaseStore leases,
    InstanceLease lease,
    LaneRequests requests,
    DeliveryEngine engine,
    DeliverySignals signals,
    IConnectionRegistry connections,
    ILogger<OutboxRecovery> logger) : IHostedService
{
    private const int PageSize = 5_000;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // What the lease brought along is read here.
        foreach (var request in requests.Take())
            requests.Complete(request.Room);
        var lanes = await leases.ListLanesAsync(lease.Instance, cancellationToken);
        var count = 0;
        var uncertain = 0;
        var after = 0L;
        while (await store.LoadPendingAsync(lease.Instance, after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var header in page)
            {
                engine.Restore(header, header.Progress.IsSending ? await store.FindLastAttemptAsync(header, cancellationToken) : null);
                uncertain += header.Progress.IsSending ? 1 : 0;
            }

            count += page.Count;
            after = page[^1].Sequence;
        }

        engine.Own(lanes);
        if (count > 0)
            Log.OutboxRestored(logger, count, uncertain);
        signals.Attach(engine);
        foreach (var connection in connections.Live)
            engine.OnLive(connection);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
