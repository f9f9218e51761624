using Domaeka.Core.Rooms;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>What has to be read from the store, since it is this instance's, or may be, and is not here. Thread-safe.</summary>
internal sealed class LaneRequests
{
    private readonly Lock _gate = new();
    private readonly HashSet<RoomKey> _taken = [];
    private Dictionary<RoomKey, HashSet<long>?> _rooms = [];
    private TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Asks for a message, or for a whole lane when <paramref name="sequence"/> is null. Quick; may be called under any lock.</summary>
    public void Add(RoomKey room, long? sequence = null)
    {
        lock (_gate)
        {
            if (sequence is not { } one)
                _rooms[room] = null;
            else if (!_rooms.TryGetValue(room, out var sequences))
                _rooms[room] = [one];
            else
                sequences?.Add(one);
            _wanted.TrySetResult();
        }
    }

    /// <summary>Asks once more.</summary>
    public void Add(LaneRequest request)
    {
        if (request.Sequences is null)
            Add(request.Room);
        foreach (var sequence in request.Sequences ?? [])
            Add(request.Room, sequence);
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
    public IReadOnlyList<LaneRequest> Take()
    {
        lock (_gate)
        {
            var taken = _rooms;
            _rooms = [];
            _taken.UnionWith(taken.Keys);
            if (_wanted.Task.IsCompleted)
                _wanted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return [.. taken.Select(entry => new LaneRequest(entry.Key, entry.Value))];
        }
    }

    /// <summary>Completes when something was asked for.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _wanted.Task.WaitAsync(cancellationToken);
    }
}
