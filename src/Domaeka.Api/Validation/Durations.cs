using Google.Protobuf.WellKnownTypes;

namespace Domaeka.Api.Validation;

/// <summary>Durations as callers write them.</summary>
internal static class Durations
{
    /// <summary>
    /// False for null, for seconds and nanoseconds that contradict each other, and for what a duration may not hold.
    /// </summary>
    public static bool TryRead(Duration? duration, out TimeSpan time)
    {
        time = default;
        if (duration is null
            || duration.Seconds is < Duration.MinSeconds or > Duration.MaxSeconds
            || duration.Nanos is < -Duration.NanosecondsPerSecond + 1 or > Duration.NanosecondsPerSecond - 1
            || (long)Math.Sign(duration.Seconds) * Math.Sign(duration.Nanos) < 0)
            return false;

        time = duration.ToTimeSpan();
        return true;
    }
}
