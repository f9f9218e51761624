using Domaeka.Core.Outbox.Journal;
using Domaeka.Core.Outbox.Lanes;
using Domaeka.Core.Processes;
using Domaeka.Core.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Leases;

/// <summary>
/// Keeps this process's lease: takes it at the start, renews it, takes over what others have left behind, and gives it back at the end. When it is
/// lost, forgets everything that rested on it and begins anew.
/// </summary>
internal sealed class LeaseKeeper(
    ILeaseStore store,
    InstanceLease lease,
    OutboxJournal journal,
    DeliveryEngine engine,
    LaneRequests requests,
    PhoneClaimer phones,
    IHostApplicationLifetime lifetime,
    IOptions<LeaseOptions> options,
    IOptions<ProcessOptions> process,
    TimeProvider clock,
    ILogger<LeaseKeeper> logger,
    LeaseMetrics? metrics = null) : BackgroundService
{
    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TakeAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (lease.Instance is not 0 and var instance)
        {
            try
            {
                await store.EndAsync(instance, cancellationToken);
            }
            catch (Exception exception)
            {
                // It runs out by itself.
                Log.LeaseNotEnded(logger, exception, instance);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.RenewInterval, clock);
        var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        while (true)
        {
            if (await Task.WhenAny(tick, lease.Wanted) == tick)
            {
                await tick;
                tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            }

            try
            {
                if (!lifetime.ApplicationStopping.IsCancellationRequested || lease.Instance != 0)
                    await KeepAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                metrics?.CountFailure();
                Log.LeaseNotRenewed(logger, exception, lease.Instance);

                // Whoever wants it renewed sooner has been heard; the database has not.
                await tick;
                tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            }
        }
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (lease.Instance == 0)
        {
            await TakeAsync(cancellationToken);
            return;
        }

        try
        {
            var askedAt = clock.GetTimestamp();
            var instance = lease.Instance;
            var holders = await store.RenewAsync(instance, options.Value.Duration, cancellationToken);
            lease.Set(instance, holders, askedAt);
            await TakeOverAsync(instance, cancellationToken);
        }
        catch (LeaseLostException exception) when (exception.Instance == lease.Instance)
        {
            await LoseAsync(exception.Instance, cancellationToken);
        }
    }

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        var askedAt = clock.GetTimestamp();
        var instance = await store.StartAsync(process.Value.Name, options.Value.Duration, cancellationToken);
        var holders = await store.RenewAsync(instance, options.Value.Duration, cancellationToken);
        lease.Set(instance, holders, askedAt);
        Log.LeaseTaken(logger, instance, process.Value.Name, holders.Count - 1);
        journal.Open(instance);
        await TakeOverAsync(instance, cancellationToken);
        phones.ClaimAll();
    }

    private async Task TakeOverAsync(long instance, CancellationToken cancellationToken)
    {
        var rooms = await store.TakeOverAsync(instance, cancellationToken);
        if (rooms.Count > 0)
            Log.LanesTakenOver(logger, rooms.Count);
        foreach (var room in rooms)
            requests.Add(room);
    }

    /// <summary>Forgets everything that rested on the lease. The next round takes a new one, unless another process of this name is there.</summary>
    private async Task LoseAsync(long instance, CancellationToken cancellationToken)
    {
        metrics?.CountLoss();
        Log.LeaseLost(logger, instance);
        lease.Clear();
        journal.Close(instance);
        engine.Abandon();
        var holders = await store.ListHoldersAsync(cancellationToken);
        if (holders.FirstOrDefault(holder => holder.ProcessName == process.Value.Name) is not { } successor)
            return;

        // The two would replace each other for ever.
        Log.ProcessReplaced(logger, process.Value.Name, successor.Instance);
        lifetime.StopApplication();
    }
}
