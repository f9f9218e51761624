using System.Globalization;

namespace Domaeka.Core.Monitoring;

/// <summary>
/// The machine as Linux tells of it (proc(5), <c>Documentation/admin-guide/cgroup-v2.rst</c>), and elsewhere as far as .NET does. A limit of memory that
/// is set for the process's container goes before the machine's memory; processors are the machine's, also in a container.
/// </summary>
/// <param name="procDirectory">Where Linux's <c>/proc</c> is.</param>
/// <param name="groupDirectory">Where its control groups are.</param>
internal sealed class MachineProbe(string procDirectory, string groupDirectory) : IMachineProbe
{
    private readonly MemoryGroup _group = new(procDirectory, groupDirectory);

    public MachineProbe()
        : this("/proc", "/sys/fs/cgroup")
    {
    }

    /// <inheritdoc/>
    public MachineReading Read(string directory)
    {
        var (cpuTotal, cpuIdle) = ReadCpu();
        var (memoryTotal, memoryUsed) = ReadMemory();
        return new MachineReading
        {
            CpuTotal = cpuTotal,
            CpuIdle = cpuIdle,
            MemoryTotal = memoryTotal,
            MemoryUsed = memoryUsed,
            DiskPercent = ReadDisk(directory),
        };
    }

    /// <summary>
    /// First line of <c>/proc/stat</c>: <c>cpu user nice system idle iowait irq softirq steal ...</c>; <c>guest</c> and what follows it are in the others
    /// already.
    /// </summary>
    private (long? Total, long? Idle) ReadCpu()
    {
        var times = FirstLine(ProbeFile.ReadText(Path.Combine(procDirectory, "stat"))).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (times is not ["cpu", _, _, _, var idle, ..])
            return (null, null);

        var all = times[1..].Take(8).Select(ProbeFile.ParseNumber).ToList();
        return (all.Sum(), ProbeFile.ParseNumber(idle) + (all.Count > 4 ? all[4] : 0));
    }

    private (long? Total, long? Used) ReadMemory()
    {
        var text = ProbeFile.ReadText(Path.Combine(procDirectory, "meminfo"));
        if (KibibytesOf(text, "MemTotal:") is not { } total || KibibytesOf(text, "MemAvailable:") is not { } available)
            return ReadMemoryElsewhere();

        return _group.Read() is var (limit, used) && limit < total ? (limit, used) : (total, total - available);
    }

    private static (long? Total, long? Used) ReadMemoryElsewhere()
    {
        var memory = GC.GetGCMemoryInfo();

        // Before the first collection there is nothing.
        return memory.TotalAvailableMemoryBytes > 0 && memory.MemoryLoadBytes > 0
            ? (memory.TotalAvailableMemoryBytes, memory.MemoryLoadBytes)
            : (null, null);
    }

    // As df does: what only root may still fill is neither used nor free.
    private static double? ReadDisk(string directory)
    {
        try
        {
            var drive = new DriveInfo(Path.GetFullPath(directory));
            var used = drive.TotalSize - drive.TotalFreeSpace;
            var usable = used + drive.AvailableFreeSpace;
            return usable > 0 ? 100d * used / usable : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string FirstLine(string? text) => text?.Split('\n', 2)[0] ?? "";

    private static long? KibibytesOf(string? text, string name)
    {
        var line = text?.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var number, ..]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes)
            ? kibibytes * 1024
            : null;
    }
}
