using System.Threading.Tasks.Sources;

namespace Domaeka.Adapters.Tcp.Outbound;

/// <summary>
/// What waits for one phone: many writers, one reader, bounded by count and bytes, a lane for each <see cref="OutboundPriority"/>. Who finds
/// a lane full waits in line too, so within a lane the order of calls is the order on the wire. A lane that is not used holds nothing.
/// </summary>
/// <remarks>
/// The higher lane goes first, but each lane that waits gets its turn after a number of items that went before (<see cref="MostPassed"/>), so that
/// nothing waits for ever. Deliveries that keep the order of their room all stand in one lane, that of the first of them. What ends the
/// connection, or makes the phone end it, goes last of all.
/// </remarks>
/// <param name="maxItems">Most messages of one priority that wait; at least 1.</param>
/// <param name="maxBytes">
/// Most bytes that wait in all. A quarter of them is for what is <see cref="OutboundPriority.High"/> alone, and the first message of each priority is let in
/// whatever its size, so that no priority keeps another one out.
/// </param>
internal sealed class OutboundQueue(int maxItems, long maxBytes) : IValueTaskSource<bool>
{
    /// <summary>
    /// How many of the adapter's own lines may wait, past the bounds of messages. Pings and status news are few by themselves; the bound only
    /// says so.
    /// </summary>
    private const int MaxControlLines = 32;

    private readonly Lock _gate = new();
    private readonly OutboundLane?[] _lanes = new OutboundLane?[(int)OutboundPriority.Low + 1];
    private Queue<OutboundItem>? _last;
    private ManualResetValueTaskSourceCore<bool> _arrival = new() { RunContinuationsAsynchronously = true };
    private bool _readerWaits;
    private bool _takesOnlyCritical;
    private bool _nudged;
    private bool _completed;
    private int _count;
    private long _bytes;

    /// <summary>How many items of higher lanes may go before one that waits in this lane.</summary>
    public static int MostPassed(OutboundPriority priority) => priority == OutboundPriority.Low ? 16 : 8;

    /// <summary>Puts an item at the end of its lane, waiting for room. False when the queue is closed: the item was not taken.</summary>
    public ValueTask<bool> AddAsync(OutboundItem item, CancellationToken cancellationToken)
    {
        OutboundWaiter waiter;
        lock (_gate)
        {
            if (_completed)
                return ValueTask.FromResult(false);
            if (cancellationToken.IsCancellationRequested)
                return ValueTask.FromCanceled<bool>(cancellationToken);
            var priority = LaneOf(item);
            if (HasRoomFor(item, priority))
            {
                Append(item, priority);
                return ValueTask.FromResult(true);
            }

            waiter = new OutboundWaiter(item);
            Lane(priority).AddWaiter(waiter);
        }

        return new ValueTask<bool>(waiter.WaitAsync(this, cancellationToken));
    }

    /// <summary>Puts an item at the end of its lane. False when the queue is closed, or the lane is full or waited for.</summary>
    public bool TryAdd(OutboundItem item)
    {
        lock (_gate)
        {
            if (_completed)
                return false;
            var priority = LaneOf(item);
            if (!HasRoomFor(item, priority))
                return false;
            Append(item, priority);
            return true;
        }
    }

    /// <summary>Puts an item behind everything that waits, past the bounds. False when closed, or when too many of these wait.</summary>
    public bool TryAddLast(OutboundItem item)
    {
        lock (_gate)
        {
            if (_completed || _last is { Count: >= MaxControlLines })
                return false;
            AppendLast(item);
            return true;
        }
    }

    /// <summary>Takes nothing more, but for one last line; what waits can still be taken. Who waits for room is turned away.</summary>
    /// <returns>False when the queue was closed already.</returns>
    public bool Complete(OutboundItem? last = null)
    {
        lock (_gate)
        {
            if (_completed)
                return false;
            if (last is { } line)
                AppendLast(line);
            _completed = true;
            foreach (var lane in _lanes)
                lane?.TurnWaitersAway();
            if (_readerWaits)
                WakeReader();
            return true;
        }
    }

    /// <summary>True once the queue takes nothing more.</summary>
    public bool IsCompleted
    {
        get
        {
            lock (_gate)
                return _completed;
        }
    }

    /// <summary>
    /// Waits for something to take, or for a nudge: then there may be nothing. False when nothing will come any more. For the one reader.
    /// </summary>
    /// <param name="onlyCritical">True when the reader takes nothing else now; then it waits for that, for a nudge, or for the end.</param>
    public ValueTask<bool> WaitToTakeAsync(bool onlyCritical = false)
    {
        lock (_gate)
        {
            if (_nudged || _completed || (onlyCritical ? HasCritical : _count > 0))
            {
                _nudged = false;
                return ValueTask.FromResult(IsWorthWaking);
            }

            _arrival.Reset();
            _readerWaits = true;
            _takesOnlyCritical = onlyCritical;
            return new ValueTask<bool>(this, _arrival.Version);
        }
    }

    /// <summary>Wakes the reader, or keeps it from going to sleep, to look at what has changed beside the queue.</summary>
    public void Nudge()
    {
        lock (_gate)
        {
            if (_readerWaits)
                WakeReader();
            else
                _nudged = true;
        }
    }

    /// <summary>Takes what is next, if there is anything. For the one reader.</summary>
    /// <param name="item">What was taken.</param>
    /// <param name="onlyCritical">True to leave everything else where it is.</param>
    public bool TryTake(out OutboundItem item, bool onlyCritical = false)
    {
        lock (_gate)
        {
            var priority = onlyCritical ? (HasCritical ? OutboundPriority.Critical : null) : Next();
            if (priority is not { } next)
            {
                item = default;
                if (onlyCritical || _last is null || !_last.TryDequeue(out item))
                    return false;
                _count--;
                return true;
            }

            item = _lanes[(int)next]!.Take();
            for (var lower = (int)next + 1; lower < _lanes.Length; lower++)
                _lanes[lower]?.BePassed();
            _count--;
            _bytes -= item.Size;
            AdmitWaiters();
            return true;
        }
    }

    /// <summary>Gives a waiter up whose caller no longer waits. False when it was decided already.</summary>
    internal bool Abandon(OutboundWaiter waiter)
    {
        lock (_gate)
        {
            if (!waiter.TryAbandon())
                return false;
            // Whoever stands behind it may fit where it did not.
            AdmitWaiters();
            return true;
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _arrival.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _arrival.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _arrival.OnCompleted(continuation, state, token, flags);

    private bool IsWorthWaking => _count > 0 || !_completed;

    private bool HasCritical => CountOf(OutboundPriority.Critical) > 0;

    private int CountOf(OutboundPriority priority) => _lanes[(int)priority]?.Count ?? 0;

    private OutboundLane Lane(OutboundPriority priority) => _lanes[(int)priority] ??= new OutboundLane(MostPassed(priority));

    /// <summary>The lane that an item belongs in: that of its room, where others stand that it must not pass, nor be passed by.</summary>
    private OutboundPriority LaneOf(OutboundItem item)
    {
        if (item.OrderedRoom is { } room)
        {
            for (var i = 0; i < _lanes.Length; i++)
            {
                if (i != (int)item.Priority && _lanes[i] is { } lane && lane.HoldsOrderOf(room))
                    return (OutboundPriority)i;
            }
        }

        return item.Priority;
    }

    /// <summary>Whose turn it is; null when nothing waits in any lane.</summary>
    private OutboundPriority? Next()
    {
        OutboundPriority? first = null;
        for (var i = 0; i < _lanes.Length; i++)
        {
            if (_lanes[i] is not { Count: > 0 } lane)
                continue;
            if (lane.IsDue)
                return (OutboundPriority)i;
            first ??= (OutboundPriority)i;
        }

        return first;
    }

    private bool HasRoomFor(OutboundItem item, OutboundPriority priority) => _lanes[(int)priority] is not { HasWaiters: true } && Fits(item, priority);

    private bool Fits(OutboundItem item, OutboundPriority priority)
    {
        var count = CountOf(priority);
        if (priority == OutboundPriority.Critical)
            return count < MaxControlLines;
        var most = priority == OutboundPriority.High ? maxBytes : maxBytes - (maxBytes / 4);
        return count < maxItems && (count == 0 || _bytes + item.Size <= most);
    }

    private void Append(OutboundItem item, OutboundPriority priority)
    {
        Lane(priority).Add(item);
        OnAppended(item, priority);
    }

    private void AppendLast(OutboundItem item)
    {
        (_last ??= new()).Enqueue(item);
        _count++;
        if (_readerWaits && !_takesOnlyCritical)
            WakeReader();
    }

    private void OnAppended(OutboundItem item, OutboundPriority priority)
    {
        _count++;
        _bytes += item.Size;
        if (_readerWaits && (priority == OutboundPriority.Critical || !_takesOnlyCritical))
            WakeReader();
    }

    private void AdmitWaiters()
    {
        for (var i = 0; i < _lanes.Length; i++)
        {
            while (_lanes[i] is { HasWaiters: true } lane && lane.FirstWaiter() is { } first && Fits(first.Item, (OutboundPriority)i))
            {
                lane.AdmitFirstWaiter();
                OnAppended(first.Item, (OutboundPriority)i);
            }
        }
    }

    private void WakeReader()
    {
        _readerWaits = false;
        _arrival.SetResult(IsWorthWaking);
    }
}
