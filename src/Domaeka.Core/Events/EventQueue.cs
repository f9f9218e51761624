namespace Domaeka.Core.Events;

/// <summary>Events that wait for their commit; when there are too many, the oldest are dropped and counted. Thread-safe.</summary>
internal sealed class EventQueue(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<ServerEvent> _events = new();
    private long _first;
    private int _dropped;

    public int Count
    {
        get
        {
            lock (_gate)
                return _events.Count;
        }
    }

    public void Add(ServerEvent news)
    {
        lock (_gate)
        {
            if (_events.Count == capacity)
            {
                RemoveFirst();
                _dropped++;
            }

            _events.Enqueue(news);
        }
    }

    /// <summary>The oldest, at most so many.</summary>
    public EventBatch Peek(int limit)
    {
        lock (_gate)
            return new EventBatch(_first, [.. _events.Take(limit)]);
    }

    /// <summary>Removes what of the batch was not dropped meanwhile.</summary>
    /// <returns>How many events were dropped since the last call.</returns>
    public int Remove(EventBatch batch)
    {
        lock (_gate)
        {
            while (_first < batch.First + batch.Events.Count)
                RemoveFirst();
            var dropped = _dropped;
            _dropped = 0;
            return dropped;
        }
    }

    private void RemoveFirst()
    {
        _events.Dequeue();
        _first++;
    }
}
