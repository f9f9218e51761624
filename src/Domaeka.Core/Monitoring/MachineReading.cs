namespace Domaeka.Core.Monitoring;

/// <summary>What a machine says of itself, at one moment. Null always means: not known. Sizes are bytes.</summary>
internal sealed record MachineReading
{
    /// <summary>Time that all processors have spent since the machine's start, in any unit.</summary>
    public long? CpuTotal { get; init; }

    /// <summary>Of that with nothing to do, in the same unit.</summary>
    public long? CpuIdle { get; init; }

    /// <summary>The memory that there is for programs.</summary>
    public long? MemoryTotal { get; init; }

    /// <summary>Of that in use.</summary>
    public long? MemoryUsed { get; init; }

    /// <summary>How full the file system is, 0 to 100.</summary>
    public double? DiskPercent { get; init; }
}
