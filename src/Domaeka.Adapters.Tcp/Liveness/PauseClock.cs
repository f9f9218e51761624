namespace Domaeka.Adapters.Tcp.Liveness;

/// <summary>
/// A clock that stands still while the server does not read from the phone, so that the server's own queues are never held against the
/// phone. Not thread-safe: its owner locks.
/// </summary>
internal sealed class PauseClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _pausedInAll;
    private TimeSpan? _pausedAt;

    /// <summary>Time that has passed since the start, pauses left out.</summary>
    public TimeSpan Now => (_pausedAt ?? time.GetElapsedTime(_start)) - _pausedInAll;

    public bool IsPaused => _pausedAt is not null;

    public void Pause() => _pausedAt ??= time.GetElapsedTime(_start);

    public void Resume()
    {
        if (_pausedAt is not { } since)
            return;
        _pausedInAll += time.GetElapsedTime(_start) - since;
        _pausedAt = null;
    }
}
