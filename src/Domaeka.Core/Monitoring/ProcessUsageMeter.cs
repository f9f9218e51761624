using Domaeka.Core.Connections;
using Domaeka.Core.Processes;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Monitoring;

/// <summary>What this process uses, taken anew every few seconds by whoever asks then.</summary>
internal sealed class ProcessUsageMeter(
    IConnectionRegistry connections, IOptions<ProcessOptions> process, IOptions<MonitoringOptions> options, TimeProvider clock)
{
    private const double BytesPerMegabyte = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly CpuMeter _cpu = new(clock);
    private ProcessUsage? _current;

    /// <summary>The figures, at most an interval old.</summary>
    public ProcessUsage Read()
    {
        lock (_gate)
        {
            if (_current is not null && _cpu.Elapsed < options.Value.ProcessSampleInterval)
                return _current;

            var percent = _cpu.Take();
            var memory = Environment.WorkingSet / BytesPerMegabyte;
            return _current = new ProcessUsage
            {
                ProcessName = process.Value.Name,
                Status = connections.IsDraining ? ServerProcessStatus.Stopping : ServerProcessStatus.Running,
                CpuPercent = percent,
                MaxCpuPercent = Math.Max(percent, _current?.MaxCpuPercent ?? 0),
                MemoryMegabytes = memory,
                MaxMemoryMegabytes = Math.Max(memory, _current?.MaxMemoryMegabytes ?? 0),
            };
        }
    }
}
