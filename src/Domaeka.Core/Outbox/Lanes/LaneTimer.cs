namespace Domaeka.Core.Outbox.Lanes;

/// <summary>Rings at the next of the times that somebody waits for. Guarded by the engine's lock.</summary>
internal sealed class LaneTimer(TimeProvider clock) : IDisposable
{
    /// <summary>How often the wall clock is looked at while somebody waits for a time: it may have been set.</summary>
    private static readonly TimeSpan ClockCheck = TimeSpan.FromSeconds(1);

    private ITimer? _timer;
    private DateTimeOffset? _due;

    /// <summary>Rings at that time, or before it; not at all when it is null.</summary>
    public void Arm(DateTimeOffset? next, DateTimeOffset now, Action ring)
    {
        if (next is not { } at)
            return;

        var due = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Clamp((at - now).TotalMilliseconds, 0, ClockCheck.TotalMilliseconds)));
        if (_due is { } armed && armed <= now + due && armed > now)
            return;
        _due = now + due;
        _timer ??= clock.CreateTimer(static ring => ((Action)ring!)(), ring, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>It has rung, and may be armed anew.</summary>
    public void Fired() => _due = null;

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();
}
