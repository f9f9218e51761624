namespace Domaeka.Core.Outbox.Lanes;

/// <summary>Who is to be looked at when. Guarded by the engine's lock.</summary>
internal sealed class WakeList
{
    private readonly PriorityQueue<object, long> _due = new();
    private int _stale;

    /// <summary>How many stand in it, those included that are not due any more.</summary>
    public int Count => _due.Count;

    /// <summary>When the next is due; null when none is.</summary>
    public DateTimeOffset? NextAt => _due.TryPeek(out _, out var ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Looks at a message at that time, in place of the time it had.</summary>
    public void Set(PendingMessage message, DateTimeOffset? at)
    {
        if (message.WakeAt == at)
            return;
        if (message.WakeAt is not null)
            _stale++;
        message.WakeAt = at;
        if (at is { } time)
            _due.Enqueue(message, time.UtcTicks);
        SweepIfStale();
    }

    /// <summary>Looks at a room at that time, in place of the time it had.</summary>
    public void Set(RoomQueue queue, DateTimeOffset? at)
    {
        if (queue.WakeAt == at)
            return;
        if (queue.WakeAt is not null)
            _stale++;
        queue.WakeAt = at;
        if (at is { } time)
            _due.Enqueue(queue, time.UtcTicks);
        SweepIfStale();
    }

    /// <summary>Takes one who is due; false when none is.</summary>
    public bool TryTake(DateTimeOffset now, out object? who)
    {
        while (_due.TryPeek(out who, out var ticks) && ticks <= now.UtcTicks)
        {
            _due.Dequeue();
            if (!IsCurrent(who, ticks))
            {
                _stale = Math.Max(0, _stale - 1);
                continue;
            }

            if (who is PendingMessage message)
                message.WakeAt = null;
            else
                ((RoomQueue)who).WakeAt = null;
            return true;
        }

        who = null;
        return false;
    }

    private static bool IsCurrent(object who, long ticks) =>
        (who is PendingMessage message ? message.WakeAt : ((RoomQueue)who).WakeAt)?.UtcTicks == ticks;

    /// <summary>Messages that ended long before their expiry must not pile up.</summary>
    private void SweepIfStale()
    {
        if (_stale < 1_000 || _stale < _due.Count / 2)
            return;
        var current = _due.UnorderedItems.Where(item => IsCurrent(item.Element, item.Priority)).ToArray();
        _due.Clear();
        _due.EnqueueRange(current);
        _stale = 0;
    }
}
