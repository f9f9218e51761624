using System.Threading.Tasks.Sources;

namespace Domaeka.Adapters.Tcp.Outbound;

/// <summary>
/// What waits for one phone: many writers, one reader, bounded by count and bytes, first in first out. Who finds it full waits in line
/// too, so the order of calls is the order on the wire. Holds no buffer while it is empty.
/// </summary>
/// <param name="maxItems">Most messages that wait; at least 1.</param>
/// <param name="maxBytes">Most bytes that wait; a single message may be larger, but then waits alone.</param>
internal sealed class OutboundQueue(int maxItems, long maxBytes) : IValueTaskSource<bool>
{
    /// <summary>
    /// How many of the adapter's own lines may go past the bounds. Pings and status news are few by themselves; the bound only
    /// says so.
    /// </summary>
    private const int MaxControlLines = 32;

    private readonly Lock _gate = new();
    private readonly Queue<OutboundItem> _items = new();
    private Queue<OutboundWaiter>? _waiters;
    private ManualResetValueTaskSourceCore<bool> _arrival = new() { RunContinuationsAsynchronously = true };
    private bool _readerWaits;
    private bool _readerIsFull;
    private bool _nudged;
    private bool _completed;
    private int _controlLines;
    private long _bytes;

    /// <summary>Puts an item at the end, waiting for room. False when the queue is closed: the item was not taken.</summary>
    public ValueTask<bool> AddAsync(OutboundItem item, CancellationToken cancellationToken)
    {
        OutboundWaiter waiter;
        lock (_gate)
        {
            if (_completed)
                return ValueTask.FromResult(false);
            if (cancellationToken.IsCancellationRequested)
                return ValueTask.FromCanceled<bool>(cancellationToken);
            if (HasRoomFor(item))
            {
                Append(item);
                return ValueTask.FromResult(true);
            }

            waiter = new OutboundWaiter(item);
            (_waiters ??= new Queue<OutboundWaiter>()).Enqueue(waiter);
        }

        return new ValueTask<bool>(waiter.WaitAsync(this, cancellationToken));
    }

    /// <summary>Puts an item at the end. False when the queue is closed or full.</summary>
    public bool TryAdd(OutboundItem item)
    {
        lock (_gate)
        {
            if (_completed || !HasRoomFor(item))
                return false;
            Append(item);
            return true;
        }
    }

    /// <summary>Puts one of the adapter's own lines at the end, past the bounds. False when closed, or when too many of them wait.</summary>
    public bool TryAddControl(OutboundItem item)
    {
        lock (_gate)
        {
            if (_completed || _controlLines >= MaxControlLines)
                return false;
            Append(item);
            return true;
        }
    }

    /// <summary>Takes nothing more, but for one last line; what waits can still be taken. Who waits for room is turned away.</summary>
    /// <returns>False when the queue was closed already.</returns>
    public bool Complete(OutboundItem? last = null)
    {
        Queue<OutboundWaiter>? turnedAway;
        lock (_gate)
        {
            if (_completed)
                return false;
            if (last is { } line)
                Append(line);
            _completed = true;
            turnedAway = _waiters;
            _waiters = null;
            if (_readerWaits)
                WakeReader();
        }

        while (turnedAway is not null && turnedAway.TryDequeue(out var waiter))
            waiter.Decide(taken: false);
        return true;
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
    /// <param name="isFull">True when the reader can take nothing now and waits for a nudge, or for the end, alone.</param>
    public ValueTask<bool> WaitToTakeAsync(bool isFull = false)
    {
        lock (_gate)
        {
            if (_nudged || _completed || (!isFull && _items.Count > 0))
            {
                _nudged = false;
                return ValueTask.FromResult(IsWorthWaking);
            }

            _arrival.Reset();
            _readerWaits = true;
            _readerIsFull = isFull;
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

    /// <summary>Takes the oldest item, if there is one. For the one reader.</summary>
    public bool TryTake(out OutboundItem item)
    {
        lock (_gate)
        {
            if (!_items.TryDequeue(out item))
                return false;
            _bytes -= item.Size;
            if (item.Control is not null)
                _controlLines--;
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

    private bool IsWorthWaking => _items.Count > 0 || !_completed;

    private bool HasRoomFor(OutboundItem item) => _waiters is null or { Count: 0 } && Fits(item);

    private bool Fits(OutboundItem item) =>
        _items.Count < maxItems && (_items.Count == 0 || _bytes + item.Size <= maxBytes);

    private void Append(OutboundItem item)
    {
        _items.Enqueue(item);
        _bytes += item.Size;
        if (item.Control is not null)
            _controlLines++;
        if (_readerWaits && !_readerIsFull)
            WakeReader();
    }

    private void AdmitWaiters()
    {
        while (_waiters is not null && _waiters.TryPeek(out var first))
        {
            if (first.IsAbandoned)
            {
                _waiters.Dequeue();
                continue;
            }

            if (!Fits(first.Item))
                return;
            _waiters.Dequeue();
            Append(first.Item);
            first.Decide(taken: true);
        }
    }

    private void WakeReader()
    {
        _readerWaits = false;
        _arrival.SetResult(IsWorthWaking);
    }
}
