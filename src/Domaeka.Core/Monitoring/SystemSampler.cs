using Domaeka.Core.Processes;
using Domaeka.Core.Status;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Monitoring;

/// <summary>Records every few minutes how the machine is. A sample that cannot be stored is lost: the next one tells more.</summary>
internal sealed class SystemSampler(
    IMonitorStore store,
    IMachineProbe probe,
    IServerStatusSource status,
    IServerProcessStore processes,
    IOptions<ProcessOptions> process,
    IOptions<MonitoringOptions> options,
    TimeProvider clock,
    ILogger<SystemSampler> logger) : BackgroundService
{
    private const double BytesPerMegabyte = 1024 * 1024;

    private string Directory => options.Value.Directory is { Length: > 0 } directory ? directory : ".";

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.RecordSystem)
            return;

        // How busy the processors are shows between two looks.
        var before = probe.Read(Directory);
        await Task.Delay(options.Value.FirstSystemSample, clock, stoppingToken);
        using var timer = new PeriodicTimer(options.Value.SystemInterval, clock);
        do
        {
            var now = probe.Read(Directory);
            await RecordAsync(before, now, stoppingToken);
            before = now;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RecordAsync(MachineReading before, MachineReading now, CancellationToken cancellationToken)
    {
        try
        {
            var row = await processes.FindAsync(process.Value.Name, cancellationToken);
            var serverName = row?.Server?.Name is { Length: > 0 } name ? name : Environment.MachineName;
            await store.AddSystemSampleAsync(ToSample(serverName, before, now), cancellationToken);
        }
        catch (Exception exception) when (exception is StorageUnavailableException or StorageRejectedException)
        {
            Log.SystemSampleNotWritten(logger, exception, options.Value.SystemInterval);
        }
    }

    private SystemSample ToSample(string serverName, MachineReading before, MachineReading now)
    {
        var server = status.Read();
        return new SystemSample
        {
            ServerName = serverName,
            At = clock.GetUtcNow(),
            CpuPercent = CpuPercent(before, now),
            MemoryTotalMegabytes = now.MemoryTotal / BytesPerMegabyte,
            MemoryUsedMegabytes = now.MemoryUsed / BytesPerMegabyte,
            MemoryPercent = now is { MemoryTotal: > 0 and var total, MemoryUsed: { } used } ? 100d * used / total : null,
            DiskPercent = now.DiskPercent,
            Connections = server.Connections,
            QueueLength = server.QueuedCommands + server.ChatLogBacklog,
        };
    }

    // Idle time may run backwards a little on some machines (proc(5), iowait).
    private static double? CpuPercent(MachineReading before, MachineReading now) =>
        now.CpuTotal - before.CpuTotal is > 0 and var total && now.CpuIdle - before.CpuIdle is { } idle
            ? Math.Clamp(100d * (total - idle) / total, 0, 100)
            : null;
}
