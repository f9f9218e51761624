namespace Domaeka.Core.Scheduling;

/// <summary>The active schedules by the time when they are to be looked at. Thread-safe.</summary>
internal sealed class SchedulePlan(ScheduleZone zone)
{
    private const int Slack = 1_024;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, PlannedSchedule> _entries = [];

    // Entries that were replaced or moved stay in the queue until they come up; there the place no longer fits the entry.
    private PriorityQueue<PlannedSchedule, long> _queue = new();

    /// <summary>How many schedules it holds.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    /// <summary>When the next one is to be looked at; null when there is none. May be early for what was moved.</summary>
    public DateTimeOffset? NextWake
    {
        get
        {
            lock (_gate)
            {
                while (_queue.TryPeek(out var entry, out var ticks))
                {
                    if (IsCurrent(entry, ticks))
                        return entry.Wake;
                    _queue.Dequeue();
                }

                return null;
            }
        }
    }

    /// <summary>Adds a schedule, or puts it in the place of the one with its id.</summary>
    public void Set(PlannedSchedule entry)
    {
        lock (_gate)
        {
            var older = _entries.GetValueOrDefault(entry.Id);
            _entries[entry.Id] = entry;

            // One occurrence is handed on at a time, or an edit in that moment would hand it on twice.
            if (older is { IsInFlight: true })
            {
                entry.IsInFlight = true;
                (FindLast(older)).Successor = entry;
            }
            else
            {
                Enqueue(entry);
            }
        }
    }

    /// <summary>Takes a schedule out.</summary>
    public void Remove(long id)
    {
        lock (_gate)
            _entries.Remove(id);
    }

    /// <summary>Hands out everything that is due; each comes back by <see cref="Complete"/>, <see cref="Retry"/> or <see cref="Drop"/>.</summary>
    public List<PlannedSchedule> TakeDue(DateTimeOffset now)
    {
        var due = new List<PlannedSchedule>();
        lock (_gate)
        {
            while (_queue.TryPeek(out var entry, out var ticks) && ticks <= now.UtcTicks)
            {
                _queue.Dequeue();
                if (!IsCurrent(entry, ticks))
                    continue;
                entry.IsInFlight = true;
                due.Add(entry);
            }
        }

        return due;
    }

    /// <summary>The occurrences up to <paramref name="settled"/> are dealt with.</summary>
    public void Complete(PlannedSchedule entry, DateTimeOffset settled)
    {
        // Outside the lock: finding the next time is the one part of this that takes time.
        var next = entry.Timing.Next(settled, zone);
        lock (_gate)
        {
            entry.IsInFlight = false;
            if (entry.Successor is { } successor)
                Release(successor, settled);
            else if (IsHeld(entry) && next is { } due)
                Move(entry, due, due);
            else if (IsHeld(entry))
                _entries.Remove(entry.Id);
        }
    }

    /// <summary>It could not be dealt with; it is handed out again later.</summary>
    public void Retry(PlannedSchedule entry, DateTimeOffset wake)
    {
        lock (_gate)
        {
            entry.IsInFlight = false;
            if (entry.Successor is { } successor)
                Release(successor, settled: null);
            else if (IsHeld(entry))
                Move(entry, entry.Due, wake);
        }
    }

    /// <summary>It is no longer to be sent.</summary>
    public void Drop(PlannedSchedule entry)
    {
        lock (_gate)
        {
            entry.IsInFlight = false;
            if (entry.Successor is { } successor)
                Release(successor, settled: null);
            else if (IsHeld(entry))
                _entries.Remove(entry.Id);
        }
    }

    private void Release(PlannedSchedule entry, DateTimeOffset? settled)
    {
        if (entry.Successor is { } later)
        {
            Release(later, settled);
            return;
        }

        entry.IsInFlight = false;
        if (!IsHeld(entry))
            return;
        var due = settled is { } known && entry.Due <= known ? entry.Timing.Next(known, zone) : entry.Due;
        if (due is { } next)
            Move(entry, next, next);
        else
            _entries.Remove(entry.Id);
    }

    private void Move(PlannedSchedule entry, DateTimeOffset due, DateTimeOffset wake)
    {
        (entry.Due, entry.Wake) = (due, wake);
        Enqueue(entry);
    }

    private void Enqueue(PlannedSchedule entry)
    {
        _queue.Enqueue(entry, entry.Wake.UtcTicks);
        if (_queue.Count <= (2 * _entries.Count) + Slack)
            return;

        _queue = new PriorityQueue<PlannedSchedule, long>(
            _entries.Values.Where(held => !held.IsInFlight).Select(held => (held, held.Wake.UtcTicks)));
    }

    private static PlannedSchedule FindLast(PlannedSchedule entry)
    {
        while (entry.Successor is { } later)
            entry = later;
        return entry;
    }

    private bool IsCurrent(PlannedSchedule entry, long ticks) => IsHeld(entry) && !entry.IsInFlight && entry.Wake.UtcTicks == ticks;

    private bool IsHeld(PlannedSchedule entry) => _entries.TryGetValue(entry.Id, out var held) && ReferenceEquals(held, entry);
}
