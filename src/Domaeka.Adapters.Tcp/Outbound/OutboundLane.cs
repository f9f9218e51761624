using Domaeka.Core.Rooms;

namespace Domaeka.Adapters.Tcp.Outbound;

/// <summary>
/// What waits for one phone with one priority, first in first out, and who waits for room in it, in the order of calls. Guarded by the lock of
/// its <see cref="OutboundQueue"/>, which decides what fits and whose turn it is.
/// </summary>
/// <param name="mostPassed">How many items of higher lanes may go before one of this lane that waits; at least 1.</param>
internal sealed class OutboundLane(int mostPassed)
{
    /// <summary>A burst must not leave every phone with the list that it once needed.</summary>
    private const int KeptCapacity = 64;

    private Queue<OutboundItem>? _items;
    private Queue<OutboundWaiter>? _waiters;
    private int _inRoomOrder;
    private int _passed;

    /// <summary>How many items wait.</summary>
    public int Count => _items?.Count ?? 0;

    /// <summary>True when somebody waits for room.</summary>
    public bool HasWaiters => _waiters is { Count: > 0 };

    /// <summary>True when so many others went before that it is this lane's turn.</summary>
    public bool IsDue => _passed >= mostPassed;

    /// <summary>Puts an item at the end.</summary>
    public void Add(OutboundItem item)
    {
        (_items ??= new()).Enqueue(item);
        if (item.OrderedRoom is not null)
            _inRoomOrder++;
    }

    /// <summary>Takes the oldest item; there must be one.</summary>
    public OutboundItem Take()
    {
        var item = _items!.Dequeue();
        _passed = 0;
        if (item.OrderedRoom is not null)
            _inRoomOrder--;
        if (_items.Count == 0 && _items.Capacity > KeptCapacity)
            _items = null;
        return item;
    }

    /// <summary>An item of a higher lane has gone.</summary>
    public void BePassed()
    {
        if (Count > 0)
            _passed++;
    }

    /// <summary>Lets somebody wait for room.</summary>
    public void AddWaiter(OutboundWaiter waiter) => (_waiters ??= new()).Enqueue(waiter);

    /// <summary>Who waits longest; null when nobody does any more.</summary>
    public OutboundWaiter? FirstWaiter()
    {
        while (_waiters is not null && _waiters.TryPeek(out var first))
        {
            if (!first.IsAbandoned)
                return first;
            _waiters.Dequeue();
        }

        return null;
    }

    /// <summary>Lets who waits longest in.</summary>
    public void AdmitFirstWaiter()
    {
        var waiter = _waiters!.Dequeue();
        Add(waiter.Item);
        waiter.Decide(taken: true);
    }

    /// <summary>Sends everybody away who waits for room.</summary>
    public void TurnWaitersAway()
    {
        while (_waiters is not null && _waiters.TryDequeue(out var waiter))
            waiter.Decide(taken: false);
    }

    /// <summary>True when something of a room is here, or waits to be, that must not be passed within its room.</summary>
    public bool HoldsOrderOf(RoomKey room)
    {
        if (_inRoomOrder > 0)
        {
            foreach (var item in _items!)
            {
                if (item.OrderedRoom == room)
                    return true;
            }
        }

        if (!HasWaiters)
            return false;
        foreach (var waiter in _waiters!)
        {
            if (!waiter.IsAbandoned && waiter.Item.OrderedRoom == room)
                return true;
        }

        return false;
    }
}
