namespace Domaeka.Core.Scheduling;

/// <summary>Wakes one waiter, after a while or when called, whatever comes first.</summary>
internal sealed class PlannerAlarm : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0);
    private readonly ITimer _timer;

    public PlannerAlarm(TimeProvider clock) =>
        _timer = clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Waits. A call of <see cref="Wake"/> from before counts.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        _timer.Change(longest, Timeout.InfiniteTimeSpan);
        await _signal.WaitAsync(cancellationToken);

        // Several calls are one.
        while (_signal.Wait(0, CancellationToken.None))
        {
        }
    }

    /// <summary>Wakes the waiter.</summary>
    public void Wake() => _signal.Release();

    public void Dispose()
    {
        _timer.Dispose();
        _signal.Dispose();
    }
}
