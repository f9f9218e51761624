namespace Domaeka.Core.Scheduling;

/// <summary>Wakes one waiter, after a while or when called, whatever comes first.</summary>
internal sealed class PlannerAlarm : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0);
    private readonly ITimer _timer;
    private int _isArmed;

    public PlannerAlarm(TimeProvider clock) =>
        _timer = clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Somebody waits, and nothing has come yet.</summary>
    public bool IsArmed => Volatile.Read(ref _isArmed) == 1;

    /// <summary>Waits. A call of <see cref="Wake"/> from before counts.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        _timer.Change(longest, Timeout.InfiniteTimeSpan);
        Volatile.Write(ref _isArmed, _signal.CurrentCount == 0 ? 1 : 0);
        await _signal.WaitAsync(cancellationToken);

        // Several calls are one.
        while (_signal.Wait(0, CancellationToken.None))
        {
        }
    }

    /// <summary>Wakes the waiter.</summary>
    public void Wake()
    {
        Volatile.Write(ref _isArmed, 0);
        _signal.Release();
    }

    public void Dispose()
    {
        _timer.Dispose();
        _signal.Dispose();
    }
}
