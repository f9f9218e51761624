using Google.Protobuf.WellKnownTypes;

namespace Domaeka.Api.Validation;

/// <summary>Points in time as callers write them.</summary>
internal static class Timestamps
{
    private static readonly long MinSeconds = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long MaxSeconds = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>False for null and for what a time may not hold; the time is cut to the millisecond, which is what the tables hold.</summary>
    public static bool TryRead(Timestamp? timestamp, out DateTimeOffset time)
    {
        time = default;
        if (timestamp is null
            || timestamp.Seconds < MinSeconds
            || timestamp.Seconds > MaxSeconds
            || timestamp.Nanos is < 0 or > 999_999_999)
            return false;

        time = DateTimeOffset.FromUnixTimeSeconds(timestamp.Seconds).AddMilliseconds(timestamp.Nanos / 1_000_000);
        return true;
    }

    /// <summary>A validated time; null when it is unset.</summary>
    public static DateTimeOffset? Read(Timestamp? timestamp) => TryRead(timestamp, out var time) ? time : null;
}
