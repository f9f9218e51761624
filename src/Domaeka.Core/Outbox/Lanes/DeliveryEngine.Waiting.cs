using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;

namespace Domaeka.Core.Outbox.Lanes;

// What waits: for its time, for a route, for its turn.
internal sealed partial class DeliveryEngine
{
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
        Arm(now);
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
        if (queue.Count == 0 || queue.Room == _arranging)
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
        Arm(now);
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

    private void Tick()
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            _timer.Fired();
            while (_book.Wake.TryTake(now, out var who))
            {
                if (who is RoomQueue queue)
                    Refresh(queue, now, force: true);
                else
                    Wake((PendingMessage)who!, now);
            }

            Arm(now);
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

    private static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null ? right : right is null || left < right ? left : right;

    private void Arm(DateTimeOffset now) => _timer.Arm(_book.Wake.NextAt, now, _tick ??= Tick);
}
