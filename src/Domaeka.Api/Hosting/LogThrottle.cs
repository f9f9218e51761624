namespace Domaeka.Api.Hosting;

/// <summary>Lets one log line through per minute and counts the others, so that nobody can fill the disk from outside. Thread-safe.</summary>
internal sealed class LogThrottle(TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _last;
    private long _withheld;

    /// <summary>Whether to log now.</summary>
    /// <param name="withheld">How many were not logged since the last one that was.</param>
    public bool ShouldLog(out long withheld)
    {
        lock (_gate)
        {
            withheld = _withheld;
            var now = clock.GetTimestamp();
            if (_last is { } last && clock.GetElapsedTime(last, now) < Interval)
            {
                _withheld++;
                return false;
            }

            _last = now;
            _withheld = 0;
            return true;
        }
    }
}
