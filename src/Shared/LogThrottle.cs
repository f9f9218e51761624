namespace Domaeka.Shared;

/// <summary>Lets one log line through per minute and counts the others, so that nobody can fill the disk from outside. Thread-safe.</summary>
internal sealed class LogThrottle(TimeProvider time)
{
    private const long Never = long.MinValue;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long _last = Never;
    private long _withheld;

    /// <summary>Whether to log now.</summary>
    /// <param name="withheld">How many were not logged since the last one that was; 0 when this one is not.</param>
    public bool ShouldLog(out long withheld)
    {
        withheld = 0;
        var now = time.GetTimestamp();
        var last = Volatile.Read(ref _last);
        var isEarly = last != Never && time.GetElapsedTime(last, now) < Interval;

        // Of those that come at once behind the minute one is logged.
        if (isEarly || Interlocked.CompareExchange(ref _last, now, last) != last)
        {
            Interlocked.Increment(ref _withheld);
            return false;
        }

        withheld = Interlocked.Exchange(ref _withheld, 0);
        return true;
    }
}
