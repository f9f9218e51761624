namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>Lets one log line through per minute and counts the others, so that a phone cannot fill the disk. Not thread-safe.</summary>
internal struct LogThrottle(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long? _last;
    private long _withheld;

    /// <summary>Whether to log now.</summary>
    /// <param name="withheld">How many were not logged since the last one that was.</param>
    public bool ShouldLog(out long withheld)
    {
        withheld = _withheld;
        var now = time.GetTimestamp();
        if (_last is { } last && time.GetElapsedTime(last, now) < Interval)
        {
            _withheld++;
            return false;
        }

        _last = now;
        _withheld = 0;
        return true;
    }
}
