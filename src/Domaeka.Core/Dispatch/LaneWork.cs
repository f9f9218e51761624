using Domaeka.Core.Rooms;

namespace Domaeka.Core.Dispatch;

/// <summary>A piece of work in a room's lane: executed beside others of the room, released in the order of arrival.</summary>
/// <remarks>
/// The lane goes on when <see cref="Finish"/> is called, which may be before <see cref="ExecuteAsync"/> has returned: work that hangs,
/// with or without holding its thread, is given up by its own clock.
/// </remarks>
internal abstract class LaneWork(RoomKey laneKey, int? laneConcurrency) : IThreadPoolWorkItem
{
    private LaneDispatcher? _dispatcher;
    private TaskCompletionSource? _alone;
    private CancellationToken _aloneToken;
    private int _isFinished;

    public RoomKey LaneKey { get; } = laneKey;

    /// <summary>How many of the lane run at once; null means the default.</summary>
    public int? LaneConcurrency { get; } = laneConcurrency;

    /// <summary>Executed and waiting to be released. Owned by the dispatcher.</summary>
    internal bool IsExecuted { get; set; }

    /// <summary>The work itself. Holds a slot of the room, the bot and the server until it has finished.</summary>
    public abstract ValueTask ExecuteAsync(CancellationToken stoppingToken);

    /// <summary>Brings the outcome out. Holds no slot; the next of the lane is released after it.</summary>
    public abstract ValueTask ReleaseAsync(CancellationToken stoppingToken);

    /// <summary>Runs outside of any lane, from its execution to its release.</summary>
    public async ValueTask RunAloneAsync(CancellationToken cancellationToken)
    {
        _alone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _aloneToken = cancellationToken;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        await _alone.Task;
        await ReleaseAsync(cancellationToken);
    }

    void IThreadPoolWorkItem.Execute() => _ = _dispatcher is null ? ExecuteAloneAsync() : _dispatcher.RunAsync(this);

    internal void StartOn(LaneDispatcher dispatcher)
    {
        _dispatcher = dispatcher;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Gives the slot back; what is still executed is nobody's any more. Every call but the first does nothing.</summary>
    internal void Finish()
    {
        if (Interlocked.Exchange(ref _isFinished, 1) != 0)
            return;
        _dispatcher?.OnFinished(this);
        _alone?.TrySetResult();
    }

    private async Task ExecuteAloneAsync()
    {
        try
        {
            await ExecuteAsync(_aloneToken);
        }
        catch (Exception exception)
        {
            _alone!.TrySetException(exception);
        }

        Finish();
    }
}
