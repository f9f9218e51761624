using Domaeka.Core.Monitoring;

namespace Domaeka.Core.Tests.Monitoring;

public sealed class MachineProbeTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("domaeka-probe");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Read_Linux_ReadsProcessorsAndMemory()
    {
        Write("proc/stat", "cpu  100 1 20 800 50 2 3 4 90 9\ncpu0 100 1 20 800 50 2 3 4 90 9\nintr 1\n");
        Write("proc/meminfo", "MemTotal:       16000 kB\nMemFree:         1000 kB\nMemAvailable:   12000 kB\n");

        var reading = Read();

        // What guests used is in the time of the users already.
        Assert.Equal((980L, 850L), (reading.CpuTotal, reading.CpuIdle));
        Assert.Equal((16_000L * 1024, 4_000L * 1024), (reading.MemoryTotal, reading.MemoryUsed));
        Assert.InRange(reading.DiskPercent!.Value, 0, 100);
    }

    [Theory]
    [InlineData("0::/\n", "")]
    [InlineData("0::/system.slice/domaeka.service\n", "system.slice/domaeka.service/")]
    [InlineData("0::/not/seen/from/inside\n", "")]
    public void Read_ControlGroupLimitsMemory_GoesBeforeTheMachines(string groups, string directory)
    {
        Write("proc/meminfo", "MemTotal: 16000 kB\nMemAvailable: 12000 kB\n");
        Write("proc/self/cgroup", groups);
        Write($"groups/{directory}memory.max", "1048576\n");
        Write($"groups/{directory}memory.current", "900000\n");
        Write($"groups/{directory}memory.stat", "anon 600000\ninactive_file 300000\n");

        var reading = Read();

        Assert.Equal((1_048_576L, 600_000L), (reading.MemoryTotal, reading.MemoryUsed));
    }

    [Fact]
    public void Read_NestedControlGroups_TheTightestCounts()
    {
        Write("proc/meminfo", "MemTotal: 16000 kB\nMemAvailable: 12000 kB\n");
        Write("proc/self/cgroup", "0::/pod/container\n");
        Write("groups/pod/container/memory.max", "max\n");
        Write("groups/pod/container/memory.current", "1\n");
        Write("groups/pod/memory.max", "2000\n");
        Write("groups/pod/memory.current", "1500\n");

        Assert.Equal((2_000L, 1_500L), (Read().MemoryTotal, Read().MemoryUsed));
    }

    [Fact]
    public void Read_FirstVersionOfControlGroups_IsRead()
    {
        Write("proc/meminfo", "MemTotal: 16000 kB\nMemAvailable: 12000 kB\n");
        Write("proc/self/cgroup", "5:cpu,cpuacct:/docker/1\n4:memory:/docker/1\n");
        Write("groups/memory/memory.limit_in_bytes", "8000000\n");
        Write("groups/memory/memory.usage_in_bytes", "5000000\n");
        Write("groups/memory/memory.stat", "total_inactive_file 1000000\n");

        Assert.Equal((8_000_000L, 4_000_000L), (Read().MemoryTotal, Read().MemoryUsed));
    }

    [Fact]
    public void Read_LimitAboveTheMachinesMemory_IsNone()
    {
        Write("proc/meminfo", "MemTotal: 16000 kB\nMemAvailable: 12000 kB\n");
        Write("proc/self/cgroup", "4:memory:/\n");
        Write("groups/memory/memory.limit_in_bytes", "9223372036854771712\n");
        Write("groups/memory/memory.usage_in_bytes", "5000000\n");

        Assert.Equal(16_000L * 1024, Read().MemoryTotal);
    }

    [Fact]
    public void Read_NoProcAndNoSuchDirectory_ThrowsNothing()
    {
        var reading = new MachineProbe(Path.Combine(_root.FullName, "none"), "none").Read("\0");

        Assert.Null(reading.CpuTotal);
        Assert.Null(reading.DiskPercent);
    }

    [Fact]
    public void Read_ThisMachine_TellsMemoryAndDisk()
    {
        GC.Collect();

        var reading = new MachineProbe().Read(_root.FullName);

        Assert.InRange(reading.MemoryUsed!.Value, 1, reading.MemoryTotal!.Value);
        Assert.InRange(reading.DiskPercent!.Value, 0, 100);
    }

    private MachineReading Read() =>
        new MachineProbe(Path.Combine(_root.FullName, "proc"), Path.Combine(_root.FullName, "groups")).Read(_root.FullName);

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
