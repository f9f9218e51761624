using System.Runtime;
using Domaeka.Core.Monitoring;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Memory;

/// <inheritdoc cref="IMemoryGauge"/>
/// <remarks>
/// Two limits may hold: that of the process (option, control group, machine), against which the working set is measured, and that of the
/// .NET heap, against which what the last collection left is measured, since everything above that is rubbish.
/// </remarks>
internal sealed class ProcessMemoryGauge : IMemoryGauge
{
    private readonly long _processLimit;
    private readonly long _heapLimit;

    public ProcessMemoryGauge(IOptions<MemoryOptions> options)
    {
        _heapLimit = ReadHeapLimit();
        _processLimit = options.Value.LimitBytes > 0
            ? options.Value.LimitBytes
            : Math.Min(ReadMachineLimit(_heapLimit > 0), new MemoryGroup().Read()?.Limit ?? long.MaxValue);
    }

    /// <inheritdoc/>
    public MemoryReading Read()
    {
        var process = new MemoryReading(Environment.WorkingSet, _processLimit);
        if (_heapLimit == 0)
            return process;
        var heap = new MemoryReading(GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes, _heapLimit);
        return heap.Percent > process.Percent ? heap : process;
    }

    /// <inheritdoc/>
    public void Collect()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>What the machine has. Where the heap has a limit the runtime tells that instead, and nine tenths of the machine's beside it.</summary>
    private static long ReadMachineLimit(bool isHeapLimited)
    {
        var info = GC.GetGCMemoryInfo(GCKind.Any);
        return isHeapLimited ? info.HighMemoryLoadThresholdBytes / 9 * 10 : info.TotalAvailableMemoryBytes;
    }

    private static long ReadHeapLimit() =>
        GC.GetConfigurationVariables().TryGetValue("GCHeapHardLimit", out var limit) && limit is long bytes ? bytes : 0;
}
