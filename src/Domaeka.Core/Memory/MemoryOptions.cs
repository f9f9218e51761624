namespace Domaeka.Core.Memory;

/// <summary>What the server does when memory gets short.</summary>
public sealed class MemoryOptions
{
    /// <summary>
    /// How much the process may use in bytes; 0 (the default) means what the machine or its control group allows. Where the .NET heap has a
    /// limit of its own (<c>DOTNET_GCHeapHardLimit</c>), that counts as well, for the heap.
    /// </summary>
    public long LimitBytes { get; set; }

    /// <summary>Share of the limit in percent from which a warning is logged, 1 to 100 (default: 80).</summary>
    public int WarnPercent { get; set; } = 80;

    /// <summary>
    /// Share of the limit in percent from which new phones are refused and caches are trimmed, more than <see cref="WarnPercent"/>, up to
    /// 100 (default: 90). Nothing that is queued is thrown away. Each level ends 5 points below where it began.
    /// </summary>
    public int RefusePercent { get; set; } = 90;

    /// <summary>How often memory is looked at, 100 ms to 1 h (default: 5 s).</summary>
    public TimeSpan SampleInterval { get; set; } = TimeSpan.FromSeconds(5);
}
