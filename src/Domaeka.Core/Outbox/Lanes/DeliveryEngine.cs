using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Domaeka.Core.Leases;
using Domaeka.Core.Outbox.Journal;
using Domaeka.Core.Rooms;
using Domaeka.Core.Telemetry;
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
/// One lock for every step, since each leads to the next and to those of other messages. Here is the way of a message; what waits is in
/// <c>DeliveryEngine.Waiting.cs</c>, how a message ends or comes back in <c>DeliveryEngine.Ends.cs</c>, and which lanes are this process's in
/// <c>DeliveryEngine.Lanes.cs</c>. The order is kept by <see cref="LaneBook"/>, the rules by <see cref="ProgressRules"/>.
/// </remarks>
internal sealed partial class DeliveryEngine(
    RoutePlanner planner,
    PartLoader loader,
    OutboxJournal journal,
    InstanceLease lease,
    LaneRequests requests,
    IOptions<DeliveryOptions> options,
    TimeProvider clock,
    ILogger<DeliveryEngine> logger,
    OutboxMetrics? metrics = null) : IDisposable
{
    /// <summary>Contents that are read from the store at once for one lane.</summary>
    private const int LoadAhead = 32;

    private readonly Lock _gate = new();
    private readonly LaneBook _book = new(planner, options.Value, clock.GetUtcNow());
    private readonly HashSet<string> _outdatedBots = [];
    private readonly LaneTimer _timer = new(clock);

    // Rooms that are being read from the store, with the messages that ended or stepped back meanwhile: what was read of those is out of date.
    private readonly Dictionary<RoomKey, HashSet<string>> _adopting = [];

    // The room whose queues are being filled from several sources: nothing of it goes before everything stands in its place.
    private RoomKey? _arranging;
    private TaskCompletionSource? _quiet;
    private Action? _tick;
    private bool _isQuiescing;

    /// <summary>Connected phones for which something waits while their window is full.</summary>
    public int BusyPhones
    {
        get
        {
            lock (_gate)
                return _book.CountBusy();
        }
    }

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
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (pending.Phase == MessagePhase.Ended)
                return;
            pending.Header = pending.Header with { Sequence = result.Sequence };
            if (pending.Attempt is null)
                pending.Queue.Arriving--;
            if (result.Outcome == OutboxWriteOutcome.StoredElsewhere)
            {
                LeaveToOther(pending);
                return;
            }

            if (result.Outcome == OutboxWriteOutcome.StoredBehind || requests.Contains(pending.Header.Room))
            {
                WaitBehind(pending, result.Outcome, now);
                return;
            }

            _book.Own(pending.Header.Room);
            if (IsOvertaking(pending))
            {
                pending.Queue.Arriving++;
                StepBack(pending, isStored: true, now);
                pending.Queue.Arriving--;
            }

            if (pending.Attempt is null)
            {
                Admit(pending, now);
                return;
            }

            ReplaceOlder(pending, now);
        }

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
            if (pending.Phase == MessagePhase.Ended)
                return;
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
            var isOpen = pending.Connection is { IsOpen: true };
            if (pending.Cancellation is not null || IsExpired(pending, now) || !isOpen || pending.Queue.IsRecalling)
            {
                Withdraw(pending, isOpen ? DeliveryReason.None : DeliveryReason.LinkLost, now);
                return;
            }

            pending.Phase = MessagePhase.Enqueued;
            connection = pending.Connection!;
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

    /// <summary>The order of calls is a room's order on the wire, so nothing is awaited in front of the call.</summary>
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
            if (pending.Cancellation is null && !IsExpired(pending, now) && route.Device == pending.Lane!.Device && lease.IsHeld && !pending.Queue.IsRecalling)
            {
                pending.Phase = MessagePhase.Writing;
                LaneBook.EndUnbegun(pending);
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

        metrics?.CountPart(PartOutcome.Written);
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
            metrics?.CountPart(PartOutcome.Confirmed);
            OutboxTraces.Attempt(pending.Header, pending.Attempt, DeliveryState.Confirmed, DeliveryReason.None, now);
            if (pending.Progress.IsEnded)
            {
                metrics?.End(pending.Header, pending.Progress.State, now);
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

    /// <summary>Lets nothing more go over the connection; what is under way is still confirmed, what waits goes over the phone's next one.</summary>
    public void Hold(IPhoneConnection connection)
    {
        lock (_gate)
        {
            var lane = _book.LaneOf(connection.Identity.Device);
            if (ReferenceEquals(lane.Live, connection))
                lane.Held = connection;
        }
    }

    /// <summary>Lets messages go again: ends <see cref="Hold"/> of every connection, and <see cref="QuiesceAsync"/>.</summary>
    public void Resume()
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            _isQuiescing = false;
            _quiet?.TrySetResult();
            _quiet = null;
            foreach (var lane in _book.Lanes.ToArray())
            {
                lane.Held = null;
                Pump(lane, now);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private static bool IsExpired(PendingMessage pending, DateTimeOffset now) =>
        pending.Header.ExpireAt is { } expiry && now >= expiry && pending.Progress.PartsConfirmed == 0;

    private void Store(PendingMessage pending, DateTimeOffset now, bool isNews, ChatLogEntry? ownLine = null) => journal.Submit(
        new OutboxUpdate(pending.Sequence, pending.Progress) { Attempt = pending.Attempt, At = now, IsNews = isNews, OwnLine = ownLine },
        static (_, _) => { },
        isUrgent: false);
}
