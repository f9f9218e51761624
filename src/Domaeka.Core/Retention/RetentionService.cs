using Domaeka.Core.Leases;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Retention;

/// <summary>Runs every purge, one after the other, soon after the start and then at an interval.</summary>
internal sealed class RetentionService(
    IEnumerable<IPurge> purges,
    InstanceLease lease,
    IOptions<RetentionOptions> options,
    TimeProvider clock,
    ILogger<RetentionService> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(options.Value.FirstRun, clock, stoppingToken);
        using var timer = new PeriodicTimer(options.Value.Interval, clock);
        do
        {
            // Of several processes one is enough.
            foreach (var purge in lease.IsEldest ? purges : [])
                await RunAsync(purge, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RunAsync(IPurge purge, CancellationToken stoppingToken)
    {
        var run = new PurgeRun(options.Value, clock);
        try
        {
            await purge.RunAsync(run, stoppingToken);
            if (run.Deleted > 0)
                Log.Purged(logger, purge.What, run.Deleted);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            // What cannot be deleted now is deleted an interval later, and holds up none of the others.
            Log.PurgeFailed(logger, exception, options.Value.Interval, purge.What, run.Deleted);
        }
    }
}
