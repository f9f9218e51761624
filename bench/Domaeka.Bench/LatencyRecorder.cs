using System.Globalization;

namespace Domaeka.Bench;

/// <summary>Times in buckets of a tenth of a millisecond, so that recording costs nothing to speak of. Thread-safe.</summary>
internal sealed class LatencyRecorder
{
    private const int BucketsPerMillisecond = 10;

    private readonly int[] _buckets = new int[200_000];
    private long _count;
    private long _longestTicks;

    public long Count => Interlocked.Read(ref _count);

    public double MaxMilliseconds => new TimeSpan(Interlocked.Read(ref _longestTicks)).TotalMilliseconds;

    public void Add(TimeSpan latency)
    {
        var bucket = (int)Math.Clamp(latency.TotalMilliseconds * BucketsPerMillisecond, 0, _buckets.Length - 1);
        Interlocked.Increment(ref _buckets[bucket]);
        Interlocked.Increment(ref _count);
        var longest = Interlocked.Read(ref _longestTicks);
        while (latency.Ticks > longest && Interlocked.CompareExchange(ref _longestTicks, latency.Ticks, longest) is var seen && seen != longest)
            longest = seen;
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Array.Clear(_buckets);
        Interlocked.Exchange(ref _count, 0);
        Interlocked.Exchange(ref _longestTicks, 0);
    }

    /// <summary>The latency in milliseconds that this share of the answers stayed under.</summary>
    public double PercentileMilliseconds(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        var seen = 0L;
        for (var bucket = 0; bucket < _buckets.Length; bucket++)
        {
            seen += _buckets[bucket];
            if (seen >= wanted)
                return (bucket + 1) / (double)BucketsPerMillisecond;
        }

        return _buckets.Length / (double)BucketsPerMillisecond;
    }

    /// <summary>All of it in one line, for people.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {PercentileMilliseconds(0.5):0.0} ms, p95 {PercentileMilliseconds(0.95):0.0} ms, p99 {PercentileMilliseconds(0.99):0.0} ms, max {MaxMilliseconds:0.0} ms");
}
