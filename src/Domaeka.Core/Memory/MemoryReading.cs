namespace Domaeka.Core.Memory;

/// <summary>How much memory is used of how much.</summary>
/// <param name="UsedBytes">Used, in bytes.</param>
/// <param name="LimitBytes">Allowed, in bytes; 0 when nobody knows.</param>
public readonly record struct MemoryReading(long UsedBytes, long LimitBytes)
{
    /// <summary>The share in percent; 0 when nobody knows the limit.</summary>
    public double Percent => LimitBytes > 0 ? UsedBytes * 100d / LimitBytes : 0;
}
