using Domaeka.Core.Rooms;

namespace Domaeka.Core.Dispatch;

/// <summary>A piece of work in a room's lane: executed beside others of the room, released in the order of arrival.</summary>
internal abstract class LaneWork(RoomKey laneKey, int? laneConcurrency) : IThreadPoolWorkItem
{
    private LaneDispatcher? _dispatcher;

    public RoomKey LaneKey { get; } = laneKey;

    /// <summary>How many of the lane run at once; null means the default.</summary>
    public int? LaneConcurrency { get; } = laneConcurrency;

    /// <summary>Executed and waiting to be released. Owned by the dispatcher.</summary>
    internal bool IsExecuted { get; set; }

    /// <summary>The work itself. Holds a slot of the room, the bot and the server while it runs.</summary>
    public abstract ValueTask ExecuteAsync(CancellationToken stoppingToken);

    /// <summary>Brings the outcome out. Holds no slot; the next of the lane is released after it.</summary>
    public abstract ValueTask ReleaseAsync(CancellationToken stoppingToken);

    void IThreadPoolWorkItem.Execute() => _ = _dispatcher!.RunAsync(this);

    internal void StartOn(LaneDispatcher dispatcher)
    {
        _dispatcher = dispatcher;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
