using Domaeka.Core.Connections;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Processes;

/// <summary>
/// Tells the database how many phones this process holds, when that changes and with each heartbeat, and knows what holds for its server.
/// </summary>
internal sealed class ServerLoadReporter(
    IServerLoadStore store,
    IServerProcessStore processes,
    IConnectionRegistry connections,
    Places places,
    IOptions<ProcessOptions> options,
    TimeProvider clock,
    ILogger<ServerLoadReporter> logger) : BackgroundService
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile ServerLoad? _server;
    private long? _serverId;
    private (int Live, int Taken) _stored = (-1, -1);
    private long _storedAt;
    private bool _isInTrouble;

    /// <summary>What was last read of the process's server; null when it has none, or the server has no row.</summary>
    public ServerLoad? Server => _server;

    /// <summary>Stores what this process holds now, and reads what holds for the server.</summary>
    /// <exception cref="StorageUnavailableException">Nothing was stored.</exception>
    /// <exception cref="StorageRejectedException">Nothing was stored.</exception>
    public Task<ServerLoad?> ReportAsync(CancellationToken cancellationToken) =>
        ReportAsync(() => (connections.LiveCount, places.Count), cancellationToken);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the ports are open: the first phone meets the limit.
        await TryAsync(() => TickAsync(cancellationToken), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(() => ReportAsync(() => (0, 0), cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LoadInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryAsync(() => TickAsync(stoppingToken), stoppingToken);
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        var isHeartbeat = _stored.Live < 0 || clock.GetElapsedTime(_storedAt) >= options.Value.HeartbeatInterval;
        if (isHeartbeat)
        {
            // The web admin may have moved the process to another server.
            _serverId = (await processes.FindAsync(options.Value.Name, cancellationToken))?.ServerId;
        }

        if (isHeartbeat || _stored != (connections.LiveCount, places.Count))
            await ReportAsync(cancellationToken);
        else if (_serverId is { } serverId)
            _server = await store.ReadAsync(serverId, options.Value.Name, Since(), cancellationToken);
    }

    private async Task<ServerLoad?> ReportAsync(Func<(int Live, int Taken)> count, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Counted in turn, so that an older count never overwrites a newer one.
            var (live, taken) = count();
            _server = await store.ReportAsync(
                new ProcessLoad
                {
                    ProcessName = options.Value.Name,
                    ServerId = _serverId,
                    LiveBots = live,
                    TakenPlaces = taken,
                    At = clock.GetUtcNow(),
                },
                Since(),
                cancellationToken);
            (_stored, _storedAt) = ((live, taken), clock.GetTimestamp());
            return _server;
        }
        finally
        {
            _turn.Release();
        }
    }

    private DateTimeOffset Since() => clock.GetUtcNow() - options.Value.SilenceLimit;

    private async Task TryAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
            _isInTrouble = false;
        }
        catch (Exception exception) when (exception is StorageUnavailableException or StorageRejectedException)
        {
            // Told once, since it is tried again every few seconds.
            if (!_isInTrouble)
                Log.LoadNotReported(logger, exception, options.Value.Name);
            _isInTrouble = true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops; the next report is not missed.
        }
    }
}
