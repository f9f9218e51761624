using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Leases;
using Domaeka.Core.Outbox.Journal;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>
/// Moves messages: from acceptance into the lane of a phone, over its connection, to their end. The way of a message, in order:
/// <see cref="TryReserve"/>, <see cref="OnAccepted"/>, <see cref="Claim"/>, <see cref="Launch"/>, <see cref="TryBegin"/>,
/// <see cref="OnWritten"/>, <see cref="OnConfirmed"/>. Every step is submitted to the journal; a part leaves only when its attempt is
/// stored.
/// </summary>
/// <remarks>
/// Longer than a file should be: every step is taken under one lock and leads to the next, and what each of them may do to a message is judged
/// best when they stand in one place. What could be taken out is out: the order (<see cref="LaneBook"/>), the rules
/// (<see cref="ProgressRules"/>), the routes (<see cref="RoutePlanner"/>), the contents (<see cref="PartLoader"/>).
/// </remarks>
internal sealed class DeliveryEngine(
    RoutePlanner planner,
    PartLoader loader,
    OutboxJournal journal,
    InstanceLease lease,
    LaneRequests requests,
    IOptions<DeliveryOptions> options,
    TimeProvider clock,
    ILogger<DeliveryEngine> logger) : IDisposable
{
    /// <summary>Contents that are read from the store at once for one lane.</summary>
    private const int LoadAhead = 32;

    /// <summary>How often the wall clock is looked at while somebody waits for a time: it may have been set.</summary>
    private static readonly TimeSpan ClockCheck = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly LaneBook _book = new(planner, options.Value, clock.GetUtcNow());
    private readonly HashSet<string> _outdatedBots = [];

    // Rooms that are being read from the store, with the messages that ended or stepped back meanwhile: what was read of those is out of date.
    private readonly Dictionary<RoomKey, HashSet<string>> _adopting = [];
    private ITimer? _timer;
    private DateTimeOffset? _timerDue;
    private TaskCompletionSource? _quiet;
    private bool _isQuiescing;

    /// <summary>Messages that have not come to their end.</summary>
    public int PendingCount
    {
        get
        {
            lock (_gate)
                return _book.Count;
        }
    }

    /// <summary>
    /// Takes a message in before it is stored, and lets it go at once when nothing stands before it: its first attempt is then stored
    /// together with it. Null when too many wait.
    /// </summary>
    public PendingMessage? TryReserve(OutboxHeader header, IReadOnlyList<MessagePart> parts)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (_book.Count >= options.Value.MaxPendingMessages)
                return null;

            var pending = _book.Add(header);
            pending.Parts = parts;
            var queue = pending.Queue;
            Reroute(queue, now);
            pending.IsLaneKnown = _book.Owns(header.Room);
            var rests = pending.RestUntil > now;
            if (!rests && !_isQuiescing && pending.IsLaneKnown && !requests.Contains(header.Room) && queue.Route.IsOpen && _book.LaneOf(queue.Route.Device!.Value) is var lane && _book.IsFree(queue, lane))
            {
                Begin(pending, lane, now);
                return pending;
            }

            queue.Arriving++;
            pending.Progress = pending.Progress with
            {
                State = rests ? DeliveryState.Queued : queue.Route.WaitingState,
                Reason = rests ? DeliveryReason.NotBefore : queue.Route.IsOpen ? DeliveryReason.WaitingTurn : queue.Route.Reason,
            };
            return pending;
        }
    }

    /// <summary>The message is stored.</summary>
    public void OnAccepted(PendingMessage pending, OutboxWriteResult result)
    {
        bool goesAtOnce;
        lock (_gate)
        {
            if (pending.Phase == MessagePhase.Ended)
                return;
            pending.Header = pending.Header with { Sequence = result.Sequence };
            goesAtOnce = pending.Attempt is not null;
            if (!goesAtOnce)
                pending.Queue.Arriving--;
            if (!TakesIn(pending, result.Outcome))
                return;

            if (goesAtOnce)
                ReplaceOlder(pending, clock.GetUtcNow());
            else
                Admit(pending, clock.GetUtcNow());
        }

        if (goesAtOnce)
            Launch(pending);
    }

    /// <summary>The message was not stored.</summary>
    public void OnNotAccepted(PendingMessage pending)
    {
        lock (_gate)
        {
            if (pending.Attempt is null)
                pending.Queue.Arriving--;
            pending.Cancellation?.TrySetResult(CancelOutcome.NotFound);
            Forget(pending, clock.GetUtcNow());
        }
    }

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

    /// <summary>The messages of a room are about to be read from the store; <see cref="EndAdoption"/> follows in any case.</summary>
    public void BeginAdoption(RoomKey room)
    {
        lock (_gate)
            _adopting[room] = [];
    }

    /// <summary>Takes up what was read of a room, leaving alone what is here already.</summary>
    /// <param name="room">The room.</param>
    /// <param name="messages">What was read, with the last attempt of those that were being sent; null when there is nothing to take up.</param>
    /// <param name="isWhole">True when that is everything in the lane, and the lane is this instance's.</param>
    public void EndAdoption(RoomKey room, IReadOnlyList<(OutboxHeader Header, DeliveryAttempt? LastAttempt)>? messages, bool isWhole)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (!_adopting.TryGetValue(room, out var ended))
                return;
            if (isWhole && messages is not null)
                _book.Own(room);
            foreach (var (header, lastAttempt) in _book.Owns(room) ? messages ?? [] : [])
            {
                if (!ended.Contains(header.Id))
                    Restore(header, lastAttempt, now);
            }

            // Only now: a lane is given away with everything that is in it.
            _adopting.Remove(room);
            foreach (var queue in _book.QueuesOf(room))
                Refresh(queue, now);
        }
    }

    /// <summary>True when the lane of the room is known to be this instance's.</summary>
    public bool Owns(RoomKey room)
    {
        lock (_gate)
            return _book.Owns(room);
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

    /// <summary>Takes a message back. Null when it is not on its way in this process.</summary>
    public Task<CancelOutcome>? TryCancel(string id)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (_book.Find(id) is not { } pending)
                return null;
            if (pending.Phase is MessagePhase.Writing or MessagePhase.Confirming)
                return Task.FromResult(CancelOutcome.AlreadySent);

            var outcome = pending.Cancellation ??= new TaskCompletionSource<CancelOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (pending.Phase is MessagePhase.Resting or MessagePhase.Waiting)
                End(pending, DeliveryState.Cancelled, DeliveryReason.CancelledByCaller, now);
            return outcome.Task;
        }
    }

    /// <summary>
    /// What keeps a message that waits; null when it does not wait. Of one that another process moves: what keeps it as far as can be seen from
    /// here, which is everything but that process's own queues.
    /// </summary>
    public WaitingView? Describe(OutboxHeader header)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (_book.Find(header.Id) is { } pending)
                return pending.Phase is MessagePhase.Waiting or MessagePhase.Resting ? View(pending) : null;
            if (header.Progress is { IsEnded: true } or { IsSending: true })
                return null;

            var (route, offlineSince) = _book.Foresee(header, now);
            var rests = header.NotBefore > now && header.Progress.PartsConfirmed == 0;
            var reason = rests ? DeliveryReason.NotBefore : route.IsOpen ? DeliveryReason.WaitingTurn : route.Reason;
            return new WaitingView(reason, route, rests ? header.NotBefore : null, offlineSince, InFlight: 0, WorksOnMedia: false);
        }
    }

    /// <summary>A phone is there.</summary>
    public void OnLive(IPhoneConnection connection)
    {
        lock (_gate)
            _book.LaneOf(connection.Identity.Device).Live = connection;
        Outdate(connection.Identity.Device.BotName);
    }

    /// <summary>A phone has gone.</summary>
    public void OnGone(IPhoneConnection connection)
    {
        lock (_gate)
        {
            var lane = _book.LaneOf(connection.Identity.Device);
            if (!ReferenceEquals(lane.Live, connection))
                return;
            lane.Live = null;
            lane.OfflineSince = clock.GetUtcNow();
        }

        Outdate(connection.Identity.Device.BotName);
    }

    /// <summary>Something that the bot's routes rest on has changed. They are found anew soon, however often this is called.</summary>
    public void Outdate(string botName)
    {
        lock (_gate)
        {
            _book.Outdate(botName);
            if (!_outdatedBots.Add(botName) || _outdatedBots.Count > 1)
                return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static engine => engine.RerouteOutdated(), this, preferLocal: false);
    }

    /// <summary>Lets nothing more go, and completes when everything under way has come to its end.</summary>
    public Task QuiesceAsync()
    {
        lock (_gate)
        {
            _isQuiescing = true;
            _quiet ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_book.InFlight == 0)
                _quiet.TrySetResult();
            return _quiet.Task;
        }
    }

    /// <summary>Called by the connection right before it writes: the last moment at which a message can be kept back.</summary>
    public bool TryBegin(PendingMessage pending)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (pending.Phase != MessagePhase.Enqueued)
                return false;

            Reroute(pending.Queue, now);
            var route = pending.Queue.Route;
            if (pending.Cancellation is null && !IsExpired(pending, now) && route.Device == pending.Lane!.Device && lease.IsHeld)
            {
                pending.Phase = MessagePhase.Writing;
                return true;
            }

            Withdraw(pending, route.IsHeld ? route.Reason : DeliveryReason.None, now);
            return false;
        }
    }

    /// <summary>The part was handed to the socket.</summary>
    public void OnWritten(PendingMessage pending, OutboundMessage message)
    {
        var now = clock.GetUtcNow();

        // What the bot itself says is in the chat log too. One transaction for both: a second one would hold up the notices behind it.
        var ownLine = OwnLine.From(message, now, isGroupChat: true);
        lock (_gate)
        {
            if (pending.Phase != MessagePhase.Writing)
                return;
            pending.Phase = MessagePhase.Confirming;
            pending.Attempt = pending.Attempt! with { State = DeliveryState.Written, WrittenAt = now };
            pending.Progress = ProgressRules.Write(pending.Progress, pending.Header.PartCount, now);
            Store(pending, now, isNews: pending.Progress.State == DeliveryState.Written, ownLine);
        }

        Log.PartWritten(logger, pending.Header.Id, pending.Progress.PartsConfirmed, message.Room.BotName, pending.Progress.DeviceId, message.Room.ChannelId);
    }

    /// <summary>The phone has worked through the part.</summary>
    public void OnConfirmed(PendingMessage pending)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (pending.Phase != MessagePhase.Confirming)
                return;
            pending.Attempt = pending.Attempt! with { State = DeliveryState.Confirmed, EndedAt = now };
            pending.Progress = ProgressRules.Confirm(pending.Progress, pending.Header.PartCount, now);
            Store(pending, now, isNews: true);
            if (pending.Progress.IsEnded)
            {
                Forget(pending, now);
                return;
            }

            var lane = _book.Release(pending);
            pending.RestUntil = pending.CurrentPart is { PauseBefore: var pause } && pause > TimeSpan.Zero ? now + pause : null;
            Admit(pending, now);
            Pump(lane, now);
        }
    }

    /// <summary>No line can carry the part to this phone.</summary>
    public void OnRefused(PendingMessage pending, DeliveryReason reason)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (pending.Phase is not (MessagePhase.Enqueued or MessagePhase.Writing))
                return;
            Fail(pending, reason, now);
        }
    }

    /// <summary>The connection ended before the part was confirmed.</summary>
    /// <param name="pending">The message.</param>
    /// <param name="begun">False when nothing of it has left.</param>
    public void OnLost(PendingMessage pending, bool begun)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (pending.Phase is not (MessagePhase.Enqueued or MessagePhase.Writing or MessagePhase.Confirming))
                return;
            if (begun)
                Doubt(pending, DeliveryReason.LinkLost, now);
            else
                Withdraw(pending, DeliveryReason.LinkLost, now);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

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

    /// <summary>False when a message that was just stored is not for this instance, or not yet: what stands before it is not here.</summary>
    private bool TakesIn(PendingMessage pending, OutboxWriteOutcome outcome)
    {
        var room = pending.Header.Room;
        if (outcome == OutboxWriteOutcome.Stored && !requests.Contains(room) && !IsOvertaking(pending))
        {
            _book.Own(room);
            return true;
        }

        if (outcome == OutboxWriteOutcome.Stored && pending.Attempt is not null)
            StepBack(pending);
        pending.Cancellation?.TrySetException(new StorageUnavailableException("Another process has the message."));
        var lane = _book.Release(pending);
        _book.Remove(pending);
        if (outcome != OutboxWriteOutcome.StoredElsewhere)
            requests.Add(room);
        Pump(lane, clock.GetUtcNow());
        return false;
    }

    /// <summary>True when one that was accepted before it, by another process, came here while it was being stored.</summary>
    private static bool IsOvertaking(PendingMessage pending) =>
        pending.Attempt is not null && pending.Queue.Waiting.Min is { } first && RankOrder.Instance.Compare(first, pending) < 0;

    /// <summary>The message was stored as one that leaves at once, and does not: it is read again when the store says so.</summary>
    private void StepBack(PendingMessage pending)
    {
        var now = clock.GetUtcNow();
        pending.Attempt = pending.Attempt! with { State = DeliveryState.Failed, Reason = DeliveryReason.None, EndedAt = now };
        pending.Progress = ProgressRules.Unclaim(pending.Progress);
        Store(pending, now, isNews: false);

        // Whoever is reading the room may have seen it under way, which would be a doubt.
        if (_adopting.TryGetValue(pending.Header.Room, out var outdated))
            outdated.Add(pending.Header.Id);
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

    /// <summary>Chooses a message: occupies the window and writes the attempt down, in memory.</summary>
    private void Begin(PendingMessage pending, DeviceLane lane, DateTimeOffset now)
    {
        pending.Phase = MessagePhase.Claiming;
        pending.Progress = ProgressRules.Claim(pending.Progress, lane.Device.DeviceId);
        pending.Attempt = new DeliveryAttempt
        {
            Part = pending.Progress.PartsConfirmed,
            Attempt = pending.Progress.Attempts,
            DeviceId = lane.Device.DeviceId,
            ConnectionId = lane.Live!.Id,
            StartedAt = now,
        };
        _book.Wake.Set(pending, null);
        _book.Occupy(pending, lane);
    }

    /// <summary>Lets as much go as the lane has room for.</summary>
    private void Pump(DeviceLane? lane, DateTimeOffset now)
    {
        // Whatever ends on the way lets its lane go on, too: that is this very loop.
        if (lane is null or { IsPumping: true })
            return;

        lane.IsPumping = true;
        while (!_isQuiescing && _book.NextOf(lane) is { } next)
        {
            if (IsExpired(next, now))
            {
                End(next, DeliveryState.Expired, DeliveryReason.Expired, now);
            }
            else if (next.Parts is null)
            {
                LoadFor(lane);
                if (lane.IsLoading)
                    break;
            }
            else
            {
                Claim(next, lane, now);
            }
        }

        lane.IsPumping = false;
    }

    private void Claim(PendingMessage pending, DeviceLane lane, DateTimeOffset now)
    {
        Begin(pending, lane, now);
        _book.Place(pending.Queue);
        journal.Submit(
            new OutboxUpdate(pending.Sequence, pending.Progress) { Attempt = pending.Attempt, At = now },
            (result, exception) => OnClaimed(pending, result, exception),
            isUrgent: true);
    }

    private void OnClaimed(PendingMessage pending, OutboxWriteResult result, Exception? exception)
    {
        if (exception is null && result.Outcome == OutboxWriteOutcome.Stored)
        {
            Launch(pending);
            return;
        }

        // Somebody has deleted the row, or the database will not have it: sending what is not recorded would break the promise.
        lock (_gate)
        {
            Log.ClaimLost(logger, exception, pending.Header.Id, result.Outcome);
            pending.Cancellation?.TrySetResult(CancelOutcome.NotFound);
            Forget(pending, clock.GetUtcNow());
        }
    }

    /// <summary>The attempt is stored: hands the part to the connection.</summary>
    private void Launch(PendingMessage pending)
    {
        var now = clock.GetUtcNow();
        IPhoneConnection connection;
        OutboundMessage message;
        lock (_gate)
        {
            if (pending.Phase != MessagePhase.Claiming)
                return;
            if (pending.Cancellation is not null || IsExpired(pending, now) || pending.Connection is not { IsOpen: true })
            {
                Withdraw(pending, DeliveryReason.LinkLost, now);
                return;
            }

            pending.Phase = MessagePhase.Enqueued;
            connection = pending.Connection;
            message = new OutboundMessage(
                pending.Header.Id, pending.Header.Room, pending.Queue.Route.RoomName, pending.Header.Kind, pending.CurrentPart!.Content);
        }

        if (PartLoader.NeedsFiles(message.Content))
            _ = LoadAndEnqueueAsync(pending, connection, message);
        else
            Enqueue(pending, connection, message);
    }

    private async Task LoadAndEnqueueAsync(PendingMessage pending, IPhoneConnection connection, OutboundMessage message)
    {
        if (await loader.LoadFilesAsync(message.Content) is { } content)
            Enqueue(pending, connection, message with { Content = content });
        else
            OnRefused(pending, DeliveryReason.MediaMissing);
    }

    /// <summary>The order of calls is the order on the wire, so nothing is awaited in front of the call.</summary>
    private void Enqueue(PendingMessage pending, IPhoneConnection connection, OutboundMessage message)
    {
        var taken = connection.EnqueueAsync(new LaneDelivery(message, pending, this), CancellationToken.None);
        if (!taken.IsCompletedSuccessfully)
            _ = AwaitAsync(taken.AsTask());
        else if (!taken.Result)
            OnLost(pending, begun: false);

        async Task AwaitAsync(Task<bool> later)
        {
            if (!await later)
                OnLost(pending, begun: false);
        }
    }

    /// <summary>Lets a stored message that is not being sent rest or wait, as its time tells.</summary>
    private void Admit(PendingMessage pending, DateTimeOffset now)
    {
        if (pending.Cancellation is not null)
        {
            End(pending, DeliveryState.Cancelled, DeliveryReason.CancelledByCaller, now);
            return;
        }

        if (pending.RestUntil > now)
        {
            pending.Phase = MessagePhase.Resting;
            _book.Wake.Set(pending, Earlier(pending.RestUntil, pending.Header.ExpireAt));
        }
        else
        {
            _book.Enter(pending);
            _book.Wake.Set(pending, pending.Header.ExpireAt);
        }

        ReplaceOlder(pending, now);
        Reroute(pending.Queue, now);
        if (pending.Phase == MessagePhase.Waiting)
            TellHold(pending, now);
        KeepContentOnlyIfNear(pending);
        Refresh(pending.Queue, now);
        ArmTimer(now);
    }

    private void ReplaceOlder(PendingMessage pending, DateTimeOffset now)
    {
        if (_book.Collapse(pending) is { } older && !ReferenceEquals(older, pending))
            End(older, DeliveryState.Cancelled, DeliveryReason.Collapsed, now, pending.Header.Id);
    }

    /// <summary>Contents of messages that do not go soon stay in the store alone.</summary>
    private void KeepContentOnlyIfNear(PendingMessage pending)
    {
        if (!ReferenceEquals(pending.Queue.Active, pending)
            && (pending.Phase == MessagePhase.Resting || !pending.Queue.Route.IsOpen || pending.Queue.Waiting.Count > LoadAhead))
            pending.Parts = null;
    }

    /// <summary>Brings a room up to date with its route, and lets its lane go on.</summary>
    private void Refresh(RoomQueue queue, DateTimeOffset now, bool force = false)
    {
        if (queue.Count == 0)
            return;
        Reroute(queue, now, force);
        if (!TryHandOver(queue.Turn, queue.Room))
            Pump(_book.Place(queue), now);
    }

    /// <summary>Finds the room's route anew if need be, and records what that means for those who wait.</summary>
    private void Reroute(RoomQueue queue, DateTimeOffset now, bool force = false)
    {
        if (!_book.Reroute(queue, now, force))
            return;
        ArmTimer(now);
        foreach (var pending in queue.Waiting)
            TellHold(pending, now);
        if (queue.Active is { Phase: MessagePhase.Waiting } active)
            TellHold(active, now);
    }

    /// <summary>Records that a waiting message is held now, or is no longer.</summary>
    private void TellHold(PendingMessage pending, DateTimeOffset now)
    {
        var route = pending.Queue.Route;
        if (pending.Progress.State is not (DeliveryState.Queued or DeliveryState.Held)
            || (pending.Progress.State == route.WaitingState && (!route.IsHeld || pending.Progress.Reason == route.Reason)))
            return;
        pending.Progress = pending.Progress with { State = route.WaitingState, Reason = route.IsOpen ? DeliveryReason.WaitingTurn : route.Reason };
        Store(pending, now, isNews: true);
    }

    /// <summary>The part did not leave, for certain: the attempt does not count.</summary>
    private void Withdraw(PendingMessage pending, DeliveryReason reason, DateTimeOffset now)
    {
        pending.Attempt = pending.Attempt! with { State = DeliveryState.Failed, Reason = reason, EndedAt = now };
        pending.Progress = ProgressRules.Unclaim(pending.Progress);
        if (pending.Cancellation is not null || IsExpired(pending, now))
        {
            var (state, why) = pending.Cancellation is null
                ? (DeliveryState.Expired, DeliveryReason.Expired)
                : (DeliveryState.Cancelled, DeliveryReason.CancelledByCaller);
            End(pending, state, why, now);
            return;
        }

        Store(pending, now, isNews: false);
        Return(pending, now);
    }

    /// <summary>The part may have arrived or not. It is written once more if that is wanted.</summary>
    private void Doubt(PendingMessage pending, DeliveryReason reason, DateTimeOffset now)
    {
        pending.Attempt = pending.Attempt is null ? null : pending.Attempt with { State = DeliveryState.Uncertain, Reason = reason, EndedAt = now };
        pending.Progress = ProgressRules.Doubt(pending.Progress, pending.Header, reason, now);
        Log.PartUncertain(logger, pending.Header.Id, pending.Progress.PartsConfirmed, pending.Header.Room.BotName, pending.Progress.DeviceId, pending.Header.Room.ChannelId, reason, !pending.Progress.IsEnded);
        Store(pending, now, isNews: true);
        if (pending.Progress.IsEnded)
            Forget(pending, now);
        else
            Return(pending, now);
    }

    private void Return(PendingMessage pending, DateTimeOffset now)
    {
        var lane = _book.Release(pending);
        pending.RestUntil = null;
        Admit(pending, now);
        Pump(lane, now);
        TellIfQuiet();
    }

    private void Fail(PendingMessage pending, DeliveryReason reason, DateTimeOffset now)
    {
        Log.MessageFailed(logger, pending.Header.Id, pending.Progress.PartsConfirmed, pending.Header.Room.BotName, pending.Progress.DeviceId, pending.Header.Room.ChannelId, reason);
        pending.Attempt = pending.Attempt! with { State = DeliveryState.Failed, Reason = reason, EndedAt = now };
        pending.Progress = ProgressRules.Unclaim(pending.Progress);
        End(pending, DeliveryState.Failed, reason, now);
    }

    private void End(PendingMessage pending, DeliveryState state, DeliveryReason reason, DateTimeOffset now, string? collapsedInto = null)
    {
        pending.Progress = ProgressRules.End(pending.Progress, state, reason, now, collapsedInto);
        var cancellation = pending.Cancellation;
        journal.Submit(
            new OutboxUpdate(pending.Sequence, pending.Progress) { Attempt = pending.Attempt, At = now, IsNews = true },
            (_, exception) =>
            {
                if (exception is not null)
                    cancellation?.TrySetException(exception);
                else
                    cancellation?.TrySetResult(CancelOutcome.Cancelled);
            },
            isUrgent: cancellation is not null);
        Forget(pending, now);
    }

    /// <summary>Removes a message that has come to its end from memory, and lets those behind it go on.</summary>
    private void Forget(PendingMessage pending, DateTimeOffset now)
    {
        if (_adopting.TryGetValue(pending.Header.Room, out var ended))
            ended.Add(pending.Header.Id);
        var lane = _book.Release(pending);
        var turn = ReferenceEquals(pending.Queue.Active, pending) ? pending.Queue.Turn : null;
        _book.Remove(pending);
        if (pending.Queue.Count > 0)
            Refresh(pending.Queue, now);

        // The room's other queues have waited for it, too. They may come to their end on the way.
        foreach (var queue in turn?.Queues.ToArray() ?? [])
        {
            if (queue.Count > 0)
                Refresh(queue, now);
        }

        // What waits in the room's other queues may go by a phone of another process.
        TryHandOver(pending.Queue.Turn, pending.Header.Room);
        Pump(lane, now);
        TellIfQuiet();
    }

    private void TellIfQuiet()
    {
        if (_book.InFlight == 0)
            _quiet?.TrySetResult();
    }

    private void Store(PendingMessage pending, DateTimeOffset now, bool isNews, ChatLogEntry? ownLine = null) => journal.Submit(
        new OutboxUpdate(pending.Sequence, pending.Progress) { Attempt = pending.Attempt, At = now, IsNews = isNews, OwnLine = ownLine },
        static (_, _) => { },
        isUrgent: false);

    private void LoadFor(DeviceLane lane)
    {
        if (lane.IsLoading)
            return;
        lane.IsLoading = true;
        _ = LoadAsync(lane, _book.WithoutContent(lane, LoadAhead));
    }

    private async Task LoadAsync(DeviceLane lane, List<PendingMessage> wanted)
    {
        var contents = await loader.LoadPartsAsync([.. wanted.Select(pending => pending.Sequence)]);
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            lane.IsLoading = false;
            foreach (var pending in wanted.Where(pending => pending.Phase == MessagePhase.Waiting))
            {
                if (contents.TryGetValue(pending.Sequence, out var parts))
                    pending.Parts = parts;
                else
                    Forget(pending, now);
            }

            Pump(lane, now);
        }
    }

    private void RerouteOutdated()
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            foreach (var bot in _outdatedBots)
            {
                foreach (var queue in _book.QueuesOf(bot))
                    Refresh(queue, now);
            }

            _outdatedBots.Clear();
        }
    }

    private void Tick()
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            _timerDue = null;
            while (_book.Wake.TryTake(now, out var who))
            {
                if (who is RoomQueue queue)
                    Refresh(queue, now, force: true);
                else
                    Wake((PendingMessage)who!, now);
            }

            ArmTimer(now);
        }
    }

    private void Wake(PendingMessage pending, DateTimeOffset now)
    {
        if (pending.Phase is not (MessagePhase.Resting or MessagePhase.Waiting))
            return;
        if (IsExpired(pending, now))
            End(pending, DeliveryState.Expired, DeliveryReason.Expired, now);
        else if (pending.Phase == MessagePhase.Resting)
            Admit(pending, now);
        else
            _book.Wake.Set(pending, pending.Header.ExpireAt);
    }

    private void ArmTimer(DateTimeOffset now)
    {
        if (_book.Wake.NextAt is not { } next)
            return;

        var due = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Clamp((next - now).TotalMilliseconds, 0, ClockCheck.TotalMilliseconds)));
        if (_timerDue is { } armed && armed <= now + due && armed > now)
            return;
        _timerDue = now + due;
        _timer ??= clock.CreateTimer(static engine => ((DeliveryEngine)engine!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private WaitingView View(PendingMessage pending)
    {
        var route = pending.Queue.Route;
        var lane = route.Device is { } device ? _book.LaneOf(device) : null;
        var reason = pending.Phase == MessagePhase.Resting
            ? pending.Progress.PartsConfirmed > 0 ? DeliveryReason.Pause : DeliveryReason.NotBefore
            : !route.IsOpen ? route.Reason
            : lane is not null && !lane.HasRoom(options.Value.UnconfirmedWindow) ? DeliveryReason.PhoneBusy : DeliveryReason.WaitingTurn;
        return new WaitingView(reason, route, pending.RestUntil, lane?.OfflineSince, lane?.InFlight.Count ?? 0, lane?.HasMediaInFlight ?? false);
    }

    private static bool IsExpired(PendingMessage pending, DateTimeOffset now) =>
        pending.Header.ExpireAt is { } expiry && now >= expiry && pending.Progress.PartsConfirmed == 0;

    private static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null ? right : right is null || left < right ? left : right;
}
