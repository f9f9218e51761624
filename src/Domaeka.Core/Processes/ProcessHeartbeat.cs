using Domaeka.Core.Connections;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Processes;

/// <summary>Reports this process to <c>kb_server_processes</c>, so that the web admin sees it.</summary>
internal sealed class ProcessHeartbeat(
    IServerProcessStore store,
    IConnectionRegistry connections,
    IOptions<ProcessOptions> options,
    TimeProvider clock,
    ILogger<ProcessHeartbeat> logger) : BackgroundService
{
    private TimeSpan _lastCpu = Environment.CpuUsage.TotalTime;
    private long _lastReport = clock.GetTimestamp();

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await ReportAsync(ServerProcessStatus.Stopped, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.HeartbeatInterval, clock);
        do
        {
            await ReportAsync(connections.IsDraining ? ServerProcessStatus.Stopping : ServerProcessStatus.Running, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ReportAsync(ServerProcessStatus status, CancellationToken cancellationToken)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var elapsed = clock.GetElapsedTime(_lastReport);
        var process = new ServerProcess
        {
            Name = options.Value.Name,
            Pid = Environment.ProcessId,
            Port = options.Value.Port,
            Status = status,
            LastHeartbeat = clock.GetUtcNow(),
            CpuUsagePercent = elapsed > TimeSpan.Zero ? (cpu - _lastCpu) / elapsed * 100 : 0,
            MemoryUsageMegabytes = Environment.WorkingSet / (1024d * 1024d),
        };
        (_lastCpu, _lastReport) = (cpu, clock.GetTimestamp());

        try
        {
            await store.ReportAsync(process, cancellationToken);
        }
        catch (Exception exception) when (exception is StorageUnavailableException or StorageRejectedException)
        {
            Log.HeartbeatFailed(logger, exception, process.Name);
        }
    }
}
