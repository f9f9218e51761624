using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>
/// Every message that has not come to its end, in the queues of its room and the lanes of the phones: who waits for whom. It knows no
/// store and no clock, and decides nothing but the order. Guarded by the engine's lock.
/// </summary>
internal sealed class LaneBook(RoutePlanner planner, DeliveryOptions options, DateTimeOffset startedAt)
{
    private readonly Dictionary<string, PendingMessage> _messages = [];
    private readonly Dictionary<(RoomKey Room, string? DeviceId), RoomQueue> _queues = [];
    private readonly Dictionary<RoomKey, RoomTurn> _turns = [];
    private readonly Dictionary<string, HashSet<RoomQueue>> _queuesByBot = [];
    private readonly Dictionary<string, int> _routeVersions = [];
    private readonly Dictionary<DeviceKey, DeviceLane> _lanes = [];
    private readonly Dictionary<(RoomKey Room, string Key), PendingMessage> _collapsible = [];
    private readonly HashSet<RoomKey> _owned = [];
    private readonly HashSet<DeviceKey> _elsewhere = [];

    public int Count => _messages.Count;

    public IEnumerable<PendingMessage> Messages => _messages.Values;

    public int InFlight { get; private set; }

    public WakeList Wake { get; } = new();

    public PendingMessage? Find(string id) => _messages.GetValueOrDefault(id);

    /// <summary>The lane of a phone, made when it is first asked for.</summary>
    public DeviceLane LaneOf(DeviceKey device)
    {
        if (!_lanes.TryGetValue(device, out var lane))
            _lanes.Add(device, lane = new DeviceLane(device, startedAt));
        return lane;
    }

    /// <summary>Every phone's lane that was ever asked for.</summary>
    public IEnumerable<DeviceLane> Lanes => _lanes.Values;

    /// <summary>Lanes of connected phones in which something waits while nothing more may go.</summary>
    public int CountBusy()
    {
        var count = 0;
        foreach (var lane in _lanes.Values)
        {
            if (lane.IsOnline && lane.Candidates.Count > 0 && !lane.HasRoom(options.UnconfirmedWindow))
                count++;
        }

        return count;
    }

    /// <summary>True when the lane of the room is known to be this instance's, with everything that is in it.</summary>
    public bool Owns(RoomKey room) => _owned.Contains(room);

    /// <summary>The lane of the room is this instance's, and everything in it is here.</summary>
    public void Own(RoomKey room) => _owned.Add(room);

    /// <summary>Forgets the lane of a room with everything in it.</summary>
    public void Disown(RoomKey room)
    {
        _owned.Remove(room);
        if (!_turns.TryGetValue(room, out var turn))
            return;
        foreach (var pending in turn.Queues.SelectMany(queue => queue.Messages).ToArray())
            Remove(pending);
    }

    /// <summary>Forgets every lane with everything in it, and gives the places in the windows back.</summary>
    public void Clear()
    {
        foreach (var pending in _messages.Values.ToArray())
        {
            Release(pending);
            Remove(pending);
        }

        _owned.Clear();
    }

    /// <summary>True when a phone is connected to another process.</summary>
    public bool KnowsOthers => _elsewhere.Count > 0;

    /// <summary>Notes which phones are connected to other processes. Returns the bots whose routes that changes.</summary>
    public HashSet<string> SetElsewhere(IReadOnlyDictionary<DeviceKey, long> phones, DateTimeOffset now)
    {
        var bots = new HashSet<string>();
        foreach (var device in _elsewhere.Where(device => !phones.ContainsKey(device)).ToArray())
        {
            LoseElsewhere(device, now);
            bots.Add(device.BotName);
        }

        foreach (var (device, instance) in phones)
        {
            var lane = LaneOf(device);
            if (lane.Elsewhere == instance)
                continue;
            lane.Elsewhere = instance;
            _elsewhere.Add(device);
            bots.Add(device.BotName);
        }

        return bots;
    }

    /// <summary>Takes the phones of an instance for away, until it is heard where they are.</summary>
    public void Distrust(long instance, DateTimeOffset now)
    {
        foreach (var device in _elsewhere.Where(device => LaneOf(device).Elsewhere == instance).ToArray())
        {
            LoseElsewhere(device, now);
            Outdate(device.BotName);
        }
    }

    /// <summary>Takes a message in; it stands in no queue yet.</summary>
    public PendingMessage Add(OutboxHeader header)
    {
        var key = (header.Room, header.PreferredDeviceId);
        if (!_queues.TryGetValue(key, out var queue))
        {
            if (!_turns.TryGetValue(header.Room, out var turn))
                _turns.Add(header.Room, turn = new RoomTurn());
            _queues.Add(key, queue = new RoomQueue(header.Room, header.PreferredDeviceId, turn));
            turn.Queues.Add(queue);
            if (!_queuesByBot.TryGetValue(header.Room.BotName, out var siblings))
                _queuesByBot.Add(header.Room.BotName, siblings = []);
            siblings.Add(queue);
        }

        var pending = new PendingMessage(header, queue, options.PriorityAgeing);
        _messages.Add(header.Id, pending);
        queue.Messages.Add(pending);
        return pending;
    }

    /// <summary>Forgets a message, and its room's queue if that was the last.</summary>
    public void Remove(PendingMessage pending)
    {
        var queue = pending.Queue;
        pending.Phase = MessagePhase.Ended;
        Leave(pending);
        Deactivate(pending);
        StopCollapsing(pending);
        Wake.Set(pending, null);
        if (!_messages.Remove(pending.Header.Id) || !queue.Messages.Remove(pending) || queue.Count > 0)
            return;

        SetCandidate(queue, null, null);
        Wake.Set(queue, null);
        _queues.Remove((queue.Room, queue.PreferredDeviceId));
        queue.Turn.Queues.Remove(queue);
        if (queue.Turn.Queues.Count == 0)
            _turns.Remove(queue.Room);
        var siblings = _queuesByBot[queue.Room.BotName];
        siblings.Remove(queue);
        if (siblings.Count == 0)
            _queuesByBot.Remove(queue.Room.BotName);
    }

    /// <summary>Takes a message out of its room's queue.</summary>
    public void Leave(PendingMessage pending) => pending.Queue.Waiting.Remove(pending);

    /// <summary>Puts a message into its room's queue; one of several parts that is under way stands before the queue already.</summary>
    public void Enter(PendingMessage pending)
    {
        pending.Phase = MessagePhase.Waiting;
        if (!ReferenceEquals(pending.Queue.Active, pending))
            pending.Queue.Waiting.Add(pending);
    }

    /// <summary>Gives the room to a message of several parts, unless another one has it: nothing else of the room may come between them.</summary>
    public void Activate(PendingMessage pending)
    {
        var turn = pending.Queue.Turn;
        if (turn.Active is not null)
            return;
        turn.Active = pending;
        foreach (var sibling in turn.Queues)
        {
            if (!ReferenceEquals(sibling, pending.Queue))
                SetCandidate(sibling, null, null);
        }
    }

    /// <summary>Gives the room free again, when it is that message's.</summary>
    public void Deactivate(PendingMessage pending)
    {
        if (ReferenceEquals(pending.Queue.Active, pending))
            pending.Queue.Turn.Active = null;
    }

    /// <summary>Lets a message occupy a place in the window of a lane.</summary>
    public void Occupy(PendingMessage pending, DeviceLane lane)
    {
        Leave(pending);
        StopCollapsing(pending);
        if (pending.HasSeveralParts)
            Activate(pending);
        pending.Lane = lane;
        pending.Connection = lane.Live;
        pending.HasBegun = false;
        pending.Queue.Unbegun++;
        lane.InFlight.Add(pending);
        pending.Queue.Turn.InFlight++;
        InFlight++;
    }

    /// <summary>It is not one of those any more that are chosen and of which nothing has left.</summary>
    public static void EndUnbegun(PendingMessage pending)
    {
        if (pending.HasBegun)
            return;
        pending.HasBegun = true;
        if (--pending.Queue.Unbegun == 0)
            pending.Queue.IsRecalling = false;
    }

    /// <summary>Gives the place back. Returns the lane, which may go on.</summary>
    public DeviceLane? Release(PendingMessage pending)
    {
        var lane = pending.Lane;
        if (lane is not null && lane.InFlight.Remove(pending))
        {
            EndUnbegun(pending);
            pending.Queue.Turn.InFlight--;
            InFlight--;
        }

        pending.Lane = null;
        pending.Connection = null;
        pending.Attempt = null;
        return lane;
    }

    /// <summary>True when nothing of the room or the phone stands before a new message.</summary>
    public bool IsFree(RoomQueue queue, DeviceLane lane) =>
        queue is { Turn.Active: null, Arriving: 0, Waiting.Count: 0, IsRecalling: false }
        && lane.Candidates.Count == 0
        && lane.HasRoom(options.UnconfirmedWindow);

    /// <summary>The message that is next in a lane; null when none may go now.</summary>
    public PendingMessage? NextOf(DeviceLane lane) => lane.HasRoom(options.UnconfirmedWindow) ? lane.Candidates.Min : null;

    /// <summary>Messages that are next in a lane and whose content is only in the store.</summary>
    public List<PendingMessage> WithoutContent(DeviceLane lane, int limit)
    {
        var found = new List<PendingMessage>();
        foreach (var candidate in lane.Candidates)
        {
            foreach (var pending in candidate.Queue.Waiting.Prepend(candidate).Distinct())
            {
                if (found.Count == limit)
                    return found;
                if (pending.Parts is null)
                    found.Add(pending);
            }
        }

        return found;
    }

    /// <summary>The routes of a bot's rooms have to be found anew.</summary>
    public void Outdate(string botName) => _routeVersions[botName] = VersionOf(botName) + 1;

    /// <summary>The rooms of a bot that somebody waits for.</summary>
    public RoomQueue[] QueuesOf(string botName) => _queuesByBot.TryGetValue(botName, out var queues) ? [.. queues] : [];

    /// <summary>The room's queues.</summary>
    public RoomQueue[] QueuesOf(RoomKey room) => _turns.TryGetValue(room, out var turn) ? [.. turn.Queues] : [];

    /// <summary>Finds the route anew if it is outdated. True when it differs from the one before.</summary>
    public bool Reroute(RoomQueue queue, DateTimeOffset now, bool force = false)
    {
        var version = VersionOf(queue.Room.BotName);
        if (queue.RouteVersion == version && !force)
            return false;

        var before = queue.Route;
        queue.Route = Plan(queue.Room, queue.PreferredDeviceId, now);
        queue.RouteVersion = version;
        Wake.Set(queue, queue.Route.RecheckAt);
        return queue.Route != before;
    }

    /// <summary>Lets the right message of the room stand in the right lane. Returns that lane, if any.</summary>
    public DeviceLane? Place(RoomQueue queue)
    {
        var lane = queue.Route.Device is { } device && queue.Count > 0 ? LaneOf(device) : null;
        var next = lane is null ? null : queue.Next;
        SetCandidate(queue, next, next is null ? null : lane);
        return lane;
    }

    /// <summary>Makes the message the one of its collapse key. Returns the one whose place it takes.</summary>
    public PendingMessage? Collapse(PendingMessage pending)
    {
        if (pending.Header.CollapseKey is not { } key)
            return null;
        var place = (pending.Header.Room, key);
        var older = _collapsible.GetValueOrDefault(place);
        if (pending.Phase is MessagePhase.Waiting or MessagePhase.Resting && pending.Progress is { PartsConfirmed: 0, Attempts: 0 })
            _collapsible[place] = pending;
        else
            _collapsible.Remove(place);
        return older;
    }

    /// <summary>How a message that is not here would go, and since when its phone is away.</summary>
    public (Route Route, DateTimeOffset? OfflineSince) Foresee(OutboxHeader header, DateTimeOffset now)
    {
        var route = Plan(header.Room, header.PreferredDeviceId, now);
        return (route, route.Device is { } device ? StateOf(device).OfflineSince : null);
    }

    private Route Plan(RoomKey room, string? preferredDeviceId, DateTimeOffset now)
    {
        var route = planner.Plan(room, preferredDeviceId, StateOf, options.FailoverGrace, now);
        return route.IsOpen && _lanes.GetValueOrDefault(route.Device!.Value) is { IsOnline: false, Elsewhere: { } instance }
            ? route.Through(instance)
            : route;
    }

    private void StopCollapsing(PendingMessage pending)
    {
        if (pending.Header.CollapseKey is { } key && ReferenceEquals(_collapsible.GetValueOrDefault((pending.Header.Room, key)), pending))
            _collapsible.Remove((pending.Header.Room, key));
    }

    private void LoseElsewhere(DeviceKey device, DateTimeOffset now)
    {
        var lane = LaneOf(device);
        lane.Elsewhere = null;
        if (!lane.IsOnline)
            lane.OfflineSince = now;
        _elsewhere.Remove(device);
    }

    private int VersionOf(string botName) => _routeVersions.GetValueOrDefault(botName);

    private (bool IsOnline, DateTimeOffset OfflineSince) StateOf(DeviceKey device) =>
        _lanes.TryGetValue(device, out var lane) ? (lane.IsOnline || lane.Elsewhere is not null, lane.OfflineSince) : (false, startedAt);

    private static void SetCandidate(RoomQueue queue, PendingMessage? next, DeviceLane? lane)
    {
        if (ReferenceEquals(queue.Candidate, next) && ReferenceEquals(queue.CandidateLane, lane))
            return;
        if (queue.Candidate is not null)
            queue.CandidateLane!.Candidates.Remove(queue.Candidate);
        queue.Candidate = next;
        queue.CandidateLane = lane;
        if (next is not null)
            lane!.Candidates.Add(next);
    }
}
