using Domaeka.Core.Rooms;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Dispatch;

/// <summary>
/// Room lanes under three limits (room, bot, server). Bots take turns, and within a bot its rooms; work that waits, for whatever
/// reason, holds no thread. One lock guards the books; nothing slow happens under it.
/// </summary>
internal sealed class LaneDispatcher(IOptions<DispatchOptions> options, ILogger<LaneDispatcher> logger)
    : ILaneDispatcher, IHostedService, IDisposable
{
    private readonly DispatchOptions _options = options.Value;
    private readonly Lock _gate = new();
    private readonly Dictionary<RoomKey, RoomLane> _lanes = [];
    private readonly Dictionary<string, BotLanes> _bots = [];
    private readonly Queue<BotLanes> _ready = new();
    private readonly Queue<LaneEntrant> _entrants = new();
    private readonly CancellationTokenSource _stopping = new();
    private TaskCompletionSource? _idle;
    private int _total;
    private int _running;

    /// <inheritdoc/>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _total - _running;
        }
    }

    /// <inheritdoc/>
    public int Running => Volatile.Read(ref _running);

    /// <inheritdoc/>
    public ValueTask EnqueueAsync(LaneWork work, CancellationToken cancellationToken)
    {
        LaneEntrant entrant;
        lock (_gate)
        {
            var lane = LaneOf(work.LaneKey);
            if (lane.Entrants.Count == 0 && HasSpace(lane) && _entrants.Count == 0 && _total < _options.QueueCapacity)
            {
                Admit(lane, work);
                return ValueTask.CompletedTask;
            }

            entrant = new LaneEntrant(work);
            (lane.Entrants.Count > 0 || !HasSpace(lane) ? lane.Entrants : _entrants).Enqueue(entrant);
        }

        return entrant.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _total == 0
                ? Task.CompletedTask
                : (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lets the work finish; cancels what is left when the host loses patience.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await WhenIdleAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    /// <summary>The life of one piece of work from its start on; called on a pool thread.</summary>
    internal async Task RunAsync(LaneWork work)
    {
        try
        {
            await work.ExecuteAsync(_stopping.Token);
        }
        catch (Exception exception)
        {
            Log.LaneWorkFailed(logger, exception, work.LaneKey.BotName, work.LaneKey.ChannelId);
        }

        work.Finish();
    }

    /// <summary>The work has finished, or has been given up; called once.</summary>
    internal void OnFinished(LaneWork work)
    {
        if (FinishExecution(work) is { } lane)
            _ = ReleaseAsync(lane);
    }

    private bool HasSpace(RoomLane lane) => lane.Total < _options.RoomQueueCapacity;

    private RoomLane LaneOf(RoomKey key)
    {
        if (_lanes.TryGetValue(key, out var lane))
            return lane;

        if (!_bots.TryGetValue(key.BotName, out var bot))
            _bots.Add(key.BotName, bot = new BotLanes(key.BotName));
        bot.Lanes++;
        _lanes.Add(key, lane = new RoomLane(bot));
        return lane;
    }

    private void Admit(RoomLane lane, LaneWork work)
    {
        lane.Limit = work.LaneConcurrency ?? _options.RoomConcurrency;
        lane.Waiting.Enqueue(work);
        _total++;
        MakeReady(lane);
        StartReady();
    }

    private void MakeReady(RoomLane lane)
    {
        if (!lane.IsQueued && lane.CanStart)
        {
            lane.IsQueued = true;
            lane.Bot.Ready.Enqueue(lane);
        }

        MakeReady(lane.Bot);
    }

    private void MakeReady(BotLanes bot)
    {
        if (bot.IsQueued || bot.Ready.Count == 0 || bot.Running >= _options.BotConcurrency)
            return;
        bot.IsQueued = true;
        _ready.Enqueue(bot);
    }

    private void StartReady()
    {
        while (_running < _options.GlobalConcurrency && _ready.TryDequeue(out var bot))
        {
            bot.IsQueued = false;
            if (bot.Running < _options.BotConcurrency && bot.Ready.TryDequeue(out var lane))
            {
                lane.IsQueued = false;
                if (lane.CanStart)
                    Start(lane);
                MakeReady(lane);
            }

            MakeReady(bot);
        }
    }

    private void Start(RoomLane lane)
    {
        var work = lane.Waiting.Dequeue();
        lane.Started.Enqueue(work);
        lane.Running++;
        lane.Bot.Running++;
        _running++;
        work.StartOn(this);
    }

    /// <returns>The lane, when the caller has to release its head; null when another does or the head still runs.</returns>
    private RoomLane? FinishExecution(LaneWork work)
    {
        lock (_gate)
        {
            var lane = _lanes[work.LaneKey];
            work.IsExecuted = true;
            lane.Running--;
            lane.Bot.Running--;
            _running--;
            MakeReady(lane);
            StartReady();
            if (lane.IsReleasing || !lane.Started.Peek().IsExecuted)
                return null;
            lane.IsReleasing = true;
            return lane;
        }
    }

    private async Task ReleaseAsync(RoomLane lane)
    {
        LaneWork? head = lane.Started.Peek();
        while (head is not null)
        {
            try
            {
                await head.ReleaseAsync(_stopping.Token);
            }
            catch (OperationCanceledException)
            {
                // The server stops; the lane is emptied without its answers.
            }
            catch (Exception exception)
            {
                Log.LaneWorkFailed(logger, exception, head.LaneKey.BotName, head.LaneKey.ChannelId);
            }

            head = FinishRelease(lane, head);
        }
    }

    /// <returns>The next head to release; null when there is none now.</returns>
    private LaneWork? FinishRelease(RoomLane lane, LaneWork released)
    {
        TaskCompletionSource? idle = null;
        LaneWork? next = null;
        lock (_gate)
        {
            lane.Started.Dequeue();
            _total--;
            AdmitEntrants(lane);
            if (lane.Started.TryPeek(out var head) && head.IsExecuted)
                next = head;
            else
                lane.IsReleasing = false;

            if (lane.Total == 0 && lane.Entrants.Count == 0)
                Forget(released.LaneKey, lane);
            if (_total == 0)
                (idle, _idle) = (_idle, null);
        }

        idle?.TrySetResult();
        return next;
    }

    /// <summary>One place became free: first for those whose room was full, then for those whom the server had no space for.</summary>
    private void AdmitEntrants(RoomLane lane)
    {
        while (HasSpace(lane) && lane.Entrants.Count > 0 && _total < _options.QueueCapacity)
            AdmitIfStillThere(lane, lane.Entrants.Dequeue());

        while (_total < _options.QueueCapacity && _entrants.TryDequeue(out var entrant))
        {
            var wanted = LaneOf(entrant.Work.LaneKey);
            if (HasSpace(wanted) && wanted.Entrants.Count == 0)
                AdmitIfStillThere(wanted, entrant);
            else
                wanted.Entrants.Enqueue(entrant);
        }
    }

    private void AdmitIfStillThere(RoomLane lane, LaneEntrant entrant)
    {
        if (entrant.TryAdmit())
            Admit(lane, entrant.Work);
        else if (lane.Total == 0 && lane.Entrants.Count == 0)
            Forget(entrant.Work.LaneKey, lane);
    }

    private void Forget(RoomKey key, RoomLane lane)
    {
        if (_lanes.Remove(key) && --lane.Bot.Lanes == 0)
            _bots.Remove(lane.Bot.Name);
    }
}
