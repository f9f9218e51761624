using Domaeka.Core.Rooms;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>What has to be read from the store, since it is this instance's, or may be, and is not here. Thread-safe.</summary>
internal sealed class LaneRequests
{
    private readonly Lock _gate = new();
    private readonly HashSet<RoomKey> _taken = [];
    private Dictionary<RoomKey, LaneRequest> _rooms = [];
    private TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Asks for a whole lane. Quick, as the others; they may be called under any lock.</summary>
    public void Add(RoomKey room)
    {
        lock (_gate)
            Want(room).IsWhole = true;
    }

    /// <summary>Asks for a message.</summary>
    public void Add(RoomKey room, long sequence)
    {
        lock (_gate)
            Want(room).Sequences.Add(sequence);
    }

    /// <summary>Lets a message that was accepted here wait for everything that was asked for before.</summary>
    /// <param name="pending">The message.</param>
    /// <param name="isWhole">True when the whole lane has to be read for it.</param>
    public void AddBehind(PendingMessage pending, bool isWhole)
    {
        lock (_gate)
        {
            var request = Want(pending.Header.Room);
            request.IsWhole |= isWhole;
            request.Behind.Add(pending);
        }
    }

    /// <summary>The first message of the room that waits for a reading that has not begun; null when none does.</summary>
    public long? FirstBehind(RoomKey room)
    {
        lock (_gate)
            return _rooms.GetValueOrDefault(room) is { Behind: { Count: > 0 } behind } ? behind.Min(pending => pending.Sequence) : null;
    }

    /// <summary>Asks once more.</summary>
    public void Add(LaneRequest request)
    {
        lock (_gate)
            Want(request.Room).Add(request);
    }

    /// <summary>True from when something of the room is asked for until it is here.</summary>
    public bool Contains(RoomKey room)
    {
        lock (_gate)
            return (_rooms.Count > 0 && _rooms.ContainsKey(room)) || (_taken.Count > 0 && _taken.Contains(room));
    }

    /// <summary>What was taken of the room is here, or will be asked for again.</summary>
    public void Complete(RoomKey room)
    {
        lock (_gate)
            _taken.Remove(room);
    }

    /// <summary>Everything that was asked for since the last call, one request for each room; <see cref="Complete"/> follows for each.</summary>
    public IReadOnlyCollection<LaneRequest> Take()
    {
        lock (_gate)
        {
            var taken = _rooms;
            _rooms = [];
            _taken.UnionWith(taken.Keys);
            if (_wanted.Task.IsCompleted)
                _wanted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return taken.Values;
        }
    }

    /// <summary>Completes when something was asked for.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _wanted.Task.WaitAsync(cancellationToken);
    }

    private LaneRequest Want(RoomKey room)
    {
        _wanted.TrySetResult();
        if (!_rooms.TryGetValue(room, out var request))
            _rooms.Add(room, request = new LaneRequest(room));
        return request;
    }
}
