using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;

namespace Domaeka.Core.Outbox.Lanes;

// Whose the lanes are: taken over when the process starts, given away with a phone, lost with the lease.
internal sealed partial class DeliveryEngine
{
    /// <summary>A message that was accepted before this process started. One that was being sent is in doubt now.</summary>
    public void Restore(OutboxHeader header, DeliveryAttempt? lastAttempt)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
            Restore(header, lastAttempt, now);
    }

    /// <summary>The lanes of these rooms are this instance's, and everything that is in them is here.</summary>
    public void Own(IEnumerable<RoomKey> rooms)
    {
        lock (_gate)
        {
            foreach (var room in rooms)
                _book.Own(room);
        }
    }

    /// <summary>True when the lane of the room is known to be this instance's.</summary>
    public bool Owns(RoomKey room)
    {
        lock (_gate)
            return _book.Owns(room);
    }

    /// <summary>
    /// The messages of a room are about to be read from the store; <see cref="EndAdoption"/> or <see cref="BreakAdoption"/> follows.
    /// </summary>
    public void BeginAdoption(RoomKey room)
    {
        lock (_gate)
            _adopting[room] = [];
    }

    /// <summary>
    /// Takes up what was read of a room, leaving alone what is here already, and what has waited for it. Nothing passes a message that was accepted
    /// here: what came after one that this process has not yet been told of, or that waits for the next reading, is read then.
    /// </summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="messages">What was read, with the last attempt of those that were being sent; null when the lane is not this instance's.</param>
    /// <param name="isWhole">True when that is everything in the lane.</param>
    public void EndAdoption(LaneRequest request, IReadOnlyList<(OutboxHeader Header, DeliveryAttempt? LastAttempt)>? messages, bool isWhole)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (!_adopting.TryGetValue(request.Room, out var ended))
                return;
            if (isWhole && messages is not null)
                _book.Own(request.Room);
            var isOwn = _book.Owns(request.Room);
            _arranging = request.Room;
            var limit = isWhole ? null : requests.FirstBehind(request.Room);
            foreach (var (header, lastAttempt) in isOwn ? messages ?? [] : [])
            {
                var here = _book.Find(header.Id);
                if (header.Sequence > limit)
                    requests.Add(request.Room, header.Sequence);
                else if (here is { Sequence: 0 })
                    limit = header.Sequence;
                else if (isWhole && here is { Phase: MessagePhase.Accepting })
                    EndWaiting(here, isOwn, now);
                else if (here is null && !ended.Contains(header.Id))
                    Restore(header, lastAttempt, now);
            }

            foreach (var pending in request.Behind.Where(pending => pending.Phase == MessagePhase.Accepting))
                EndWaiting(pending, isOwn, now);
            _arranging = null;
            EndReading(request.Room, now);
        }
    }

    /// <summary>The room could not be read; that is tried again.</summary>
    public void BreakAdoption(RoomKey room)
    {
        lock (_gate)
            EndReading(room, clock.GetUtcNow());
    }

    /// <summary>
    /// This instance has lost its lease: forgets everything, since somebody else goes on with it. What is in a connection's queue does not leave any
    /// more.
    /// </summary>
    public void Abandon()
    {
        lock (_gate)
        {
            foreach (var pending in _book.Messages)
                pending.Cancellation?.TrySetException(new StorageUnavailableException("Another process goes on with the message."));
            _book.Clear();
            _adopting.Clear();
            TellIfQuiet();
        }
    }

    /// <summary>Where the phones are that are connected to other processes.</summary>
    public void SetElsewhere(IReadOnlyDictionary<DeviceKey, long> phones)
    {
        HashSet<string> bots;
        lock (_gate)
            bots = _book.SetElsewhere(phones, clock.GetUtcNow());
        foreach (var bot in bots)
            Outdate(bot);
    }

    private void Restore(OutboxHeader header, DeliveryAttempt? lastAttempt, DateTimeOffset now)
    {
        if (_book.Find(header.Id) is not null)
            return;
        _book.Own(header.Room);
        var pending = _book.Add(header);
        if (header.Progress.IsSending)
        {
            pending.Attempt = lastAttempt;
            Doubt(pending, DeliveryReason.ServerStopped, now);
            return;
        }

        // Nothing of the room may come between its parts. How much of a pause had passed is not recorded: it is not waited for again.
        if (header.Progress.PartsConfirmed > 0)
            _book.Activate(pending);
        Admit(pending, now);
    }

    // A lane is given away with everything that is in it: not while it is read.
    private void EndReading(RoomKey room, DateTimeOffset now)
    {
        _adopting.Remove(room);
        RefreshRoom(room, now);
    }

    private void RefreshRoom(RoomKey room, DateTimeOffset now)
    {
        foreach (var queue in _book.QueuesOf(room))
            Refresh(queue, now);
    }

    /// <summary>A message that was stored in the lane of another instance, which hears of it by itself.</summary>
    private void LeaveToOther(PendingMessage pending)
    {
        pending.Cancellation?.TrySetException(new StorageUnavailableException("Another process has the message."));
        var now = clock.GetUtcNow();
        var lane = _book.Release(pending);
        _book.Remove(pending);
        Refresh(pending.Queue, now);
        Pump(lane, now);
    }

    /// <summary>A message that was stored in this instance's lane, while what stands before it is not here: it waits until that is read.</summary>
    private void WaitBehind(PendingMessage pending, OutboxWriteOutcome outcome, DateTimeOffset now)
    {
        // As long as it is counted as arriving, nothing passes it and the lane is not given away.
        pending.Queue.Arriving++;
        StepBack(pending, isStored: outcome == OutboxWriteOutcome.Stored, now);
        requests.AddBehind(pending, isWhole: outcome == OutboxWriteOutcome.StoredBehind || !_book.Owns(pending.Header.Room));
    }

    private void EndWaiting(PendingMessage pending, bool isOwn, DateTimeOffset now)
    {
        pending.Queue.Arriving--;
        if (isOwn)
            Admit(pending, now);
        else
            LeaveToOther(pending);
    }

    /// <summary>
    /// True when one that was accepted before it, by another process, came here while it was being stored: it waits, or its attempt is on its way into
    /// the store behind this one's.
    /// </summary>
    private static bool IsOvertaking(PendingMessage pending)
    {
        if (pending.Attempt is null)
            return false;
        if (pending.Queue.Waiting.Min is { } first && RankOrder.Instance.Compare(first, pending) < 0)
            return true;
        foreach (var other in pending.Lane!.InFlight)
        {
            if (other.Phase == MessagePhase.Claiming && other.Sequence > 0 && !ReferenceEquals(other, pending)
                && ReferenceEquals(other.Queue.Turn, pending.Queue.Turn) && RankOrder.Instance.Compare(other, pending) < 0)
                return true;
        }

        return false;
    }

    /// <summary>A message that was to leave at once does not, and is as if it never was; any other stays as it is.</summary>
    /// <param name="pending">The message.</param>
    /// <param name="isStored">True when its attempt is stored.</param>
    /// <param name="now">The time.</param>
    private void StepBack(PendingMessage pending, bool isStored, DateTimeOffset now)
    {
        if (pending.Attempt is not { } attempt)
            return;
        pending.Attempt = attempt with { State = DeliveryState.Failed, Reason = DeliveryReason.None, EndedAt = now };
        pending.Progress = ProgressRules.Unclaim(pending.Progress);
        if (isStored)
            Store(pending, now, isNews: false);
        pending.Phase = MessagePhase.Accepting;
        var lane = _book.Release(pending);
        _book.Deactivate(pending);
        RefreshRoom(pending.Header.Room, now);
        Pump(lane, now);
        TellIfQuiet();
    }

    /// <summary>Gives the room's lane to the process that has the phone of its next message, once nothing of the room is under way.</summary>
    private bool TryHandOver(RoomTurn turn, RoomKey room)
    {
        if (!_book.KnowsOthers || !turn.IsQuiet || turn.Next?.Queue.Route.Instance is not { } instance || _adopting.ContainsKey(room))
            return false;

        Log.LaneHandedOver(logger, room.BotName, room.ChannelId, instance);
        _book.Disown(room);
        journal.Submit(
            new OutboxHandover(room, instance),
            (result, exception) =>
            {
                if (exception is not null || result.Outcome != OutboxWriteOutcome.Stored)
                    OnNotHandedOver(room, instance);
            },
            isUrgent: true);
        return true;
    }

    /// <summary>The other one is gone, or nobody knows: the store tells whose lane it is, and until its phones turn up somewhere they are away.</summary>
    private void OnNotHandedOver(RoomKey room, long instance)
    {
        lock (_gate)
            _book.Distrust(instance, clock.GetUtcNow());
        requests.Add(room);
    }
}
