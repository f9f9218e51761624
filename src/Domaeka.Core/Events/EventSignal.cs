namespace Domaeka.Core.Events;

/// <summary>
/// Tells those who follow events that new ones were committed, by this process; what others commit is found by looking now and then.
/// </summary>
internal sealed class EventSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next <see cref="Raise"/>. Take it before looking, so that nothing slips through.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Events or chat lines were committed. Costs nothing while nobody waits.</summary>
    public void Raise() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
