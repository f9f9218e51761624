using Domaeka.Core.Connections;
using Domaeka.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Processes;

/// <summary>
/// Reports this process to <c>kb_server_processes</c>, so that the web admin sees it, from its start to its end, and notes which processes of
/// the same server have ended without a word.
/// </summary>
internal sealed class ProcessHeartbeat(
    IServerProcessStore store,
    IConnectionRegistry connections,
    IListeningPort port,
    IServiceProvider services,
    IOptions<ProcessOptions> options,
    TimeProvider clock,
    ILogger<ProcessHeartbeat> logger) : BackgroundService, IHostedLifecycleService
{
    private readonly CpuMeter _cpu = new(clock);
    private volatile bool _isServing;
    private volatile bool _isStopping;

    private ServerProcessStatus Status =>
        _isStopping || connections.IsDraining ? ServerProcessStatus.Stopping
        : _isServing ? ServerProcessStatus.Running
        : ServerProcessStatus.Starting;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ReportAsync(ServerProcessStatus.Starting, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        _isServing = true;
        await ReportAsync(Status, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        await ReportAsync(Status, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        var hasFailed = services.GetServices<IHostedService>()
            .OfType<BackgroundService>()
            .Any(service => service.ExecuteTask is { IsFaulted: true });
        await ReportAsync(hasFailed ? ServerProcessStatus.Error : ServerProcessStatus.Stopped, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.HeartbeatInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await ReportAsync(Status, stoppingToken);
            await NoteCrashedAsync(stoppingToken);
        }
    }

    private async Task ReportAsync(ServerProcessStatus status, CancellationToken cancellationToken)
    {
        var process = new ServerProcess
        {
            Name = options.Value.Name,
            Pid = Environment.ProcessId,
            Port = port.Port,
            Status = status,
            LastHeartbeat = clock.GetUtcNow(),
            CpuUsagePercent = _cpu.Take(),
            MemoryUsageMegabytes = Environment.WorkingSet / (1024d * 1024d),
        };

        try
        {
            await store.ReportAsync(process, cancellationToken);
        }
        catch (Exception exception) when (exception is StorageUnavailableException or StorageRejectedException
            || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            // The time for stopping may be over, too: the row then grows silent, which others see.
            Log.HeartbeatFailed(logger, exception, process.Name);
        }
    }

    private async Task NoteCrashedAsync(CancellationToken cancellationToken)
    {
        try
        {
            var processes = await store.ListAsync(cancellationToken);
            var own = processes.FirstOrDefault(process => process.Name == options.Value.Name);
            foreach (var process in processes)
            {
                if (process.Name != options.Value.Name
                    && process.ServerId == own?.ServerId
                    && process.IsSilent(clock.GetUtcNow(), options.Value.SilenceLimit)
                    && await store.TryMarkCrashedAsync(process, cancellationToken))
                    Log.ProcessCrashed(logger, process.Name, process.Pid, process.LastHeartbeat);
            }
        }
        catch (Exception exception) when (exception is StorageUnavailableException or StorageRejectedException)
        {
            Log.HeartbeatFailed(logger, exception, options.Value.Name);
        }
    }
}
