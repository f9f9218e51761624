using Domaeka.Core.Connections;

namespace Domaeka.Adapters.Tcp.Liveness;

/// <summary>
/// The newest round-trip times of one phone, in microseconds: 400 bytes for each phone that has answered. Not thread-safe: its owner locks.
/// </summary>
internal sealed class RoundTripWindow
{
    /// <summary>How many are remembered.</summary>
    public const int Length = 100;

    private readonly int[] _microseconds = new int[Length];
    private int _next;
    private int _count;

    /// <summary>The newest.</summary>
    public TimeSpan Last => TimeSpan.FromMicroseconds(_microseconds[(_next + Length - 1) % Length]);

    /// <summary>Adds one; it takes the place of the oldest.</summary>
    public void Add(TimeSpan roundTrip)
    {
        _microseconds[_next] = (int)Math.Clamp(roundTrip.TotalMicroseconds, 0, int.MaxValue);
        _next = (_next + 1) % Length;
        _count = Math.Min(_count + 1, Length);
    }

    /// <summary>Works the figures out. There must be at least one.</summary>
    public RoundTripStatistics Summarize()
    {
        Span<int> sorted = stackalloc int[Length];
        sorted = sorted[.._count];
        _microseconds.AsSpan(0, _count).CopyTo(sorted);
        sorted.Sort();
        long sum = 0;
        foreach (var sample in sorted)
            sum += sample;

        var rank = (int)Math.Ceiling(0.95 * _count);
        return new RoundTripStatistics(
            Last,
            TimeSpan.FromMicroseconds(sorted[0]),
            TimeSpan.FromMicroseconds((double)sum / _count),
            TimeSpan.FromMicroseconds(sorted[rank - 1]),
            _count);
    }
}
