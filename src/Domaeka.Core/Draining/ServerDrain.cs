using Domaeka.Core.Connections;
using Domaeka.Core.Outbox.Lanes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Draining;

/// <inheritdoc cref="IServerDrain"/>
internal sealed class ServerDrain(
    ConnectionRegistry registry,
    DeliverySignals delivery,
    OwnAddresses own,
    IHostApplicationLifetime lifetime,
    IOptions<MigrationOptions> options,
    TimeProvider clock,
    ILogger<ServerDrain> logger) : IServerDrain, IDisposable
{
    private readonly Lock _gate = new();
    private DrainTally? _tally;
    private MigrationRun? _run;

    /// <inheritdoc/>
    public DrainProgress Progress
    {
        get
        {
            lock (_gate)
            {
                var remaining = registry.Count;
                var phase = !registry.IsDraining ? DrainPhase.Serving
                    : remaining == 0 ? DrainPhase.Drained
                    : _run is not null ? DrainPhase.Migrating
                    : DrainPhase.Closing;
                return phase == DrainPhase.Serving
                    ? new DrainProgress { Phase = phase, Remaining = remaining }
                    : new DrainProgress
                    {
                        Phase = phase,
                        StartedAt = _tally?.StartedAt,
                        Told = _tally?.Told ?? 0,
                        Closed = _tally?.CountClosed(registry.Snapshot()) ?? 0,
                        Remaining = remaining,
                        Order = _tally?.Order,
                    };
            }
        }
    }

    /// <inheritdoc/>
    public Task<int> DrainAsync(TimeSpan reconnectAfter, CancellationToken cancellationToken)
    {
        DrainTally tally;
        lock (_gate)
        {
            // A second one joins the first: its phones are told once.
            tally = _run is null && registry.IsDraining && _tally is not null ? _tally : new DrainTally(clock.GetUtcNow(), null);
            _tally = tally;
            EndRun();
        }

        return registry.DrainAsync(reconnectAfter, tally.Add, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<MigrationOutcome> MigrateAsync(MigrationOrder order, bool validateOnly, CancellationToken cancellationToken)
    {
        if (await own.AreMeantAsync(order.Target, cancellationToken))
            return MigrationOutcome.TargetIsSelf;

        var whole = order with
        {
            PhonesPerSecond = order.PhonesPerSecond ?? options.Value.PhonesPerSecond,
            MigrateAfter = order.MigrateAfter ?? options.Value.MigrateAfter,
        };
        lock (_gate)
        {
            if (registry.IsDraining || lifetime.ApplicationStopping.IsCancellationRequested)
                return _run is not null && _tally?.Order?.Target == order.Target ? MigrationOutcome.UnderWay : MigrationOutcome.Draining;
            if (validateOnly)
                return MigrationOutcome.Begun;

            Log.MigrationBegun(logger, registry.Count, order.Target, whole.PhonesPerSecond.Value, whole.MigrateAfter.Value);
            _tally = new DrainTally(clock.GetUtcNow(), whole);
            _run = new MigrationRun(registry, delivery, _tally, options.Value, clock, logger);
            registry.BeginMigration(order.Target);
            _run.Start();
            return MigrationOutcome.Begun;
        }
    }

    /// <inheritdoc/>
    public CancelDrainOutcome Cancel(bool validateOnly)
    {
        lock (_gate)
        {
            if (lifetime.ApplicationStopping.IsCancellationRequested)
                return CancelDrainOutcome.Stopping;
            if (!registry.IsDraining)
                return CancelDrainOutcome.NotDraining;
            if (validateOnly)
                return CancelDrainOutcome.Cancelled;

            EndRun();
            Log.DrainCancelled(logger, _tally?.Told ?? 0, registry.Count);
            _tally = null;
            registry.Reopen();
            return CancelDrainOutcome.Cancelled;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            EndRun();
    }

    private void EndRun()
    {
        _run?.Dispose();
        _run = null;
    }
}
