using Domaeka.Core.Delivery;
using Domaeka.Core.Telemetry;

namespace Domaeka.Core.Outbox.Lanes;

// How a message leaves a lane: back into the queue, or for good.
internal sealed partial class DeliveryEngine
{
    /// <summary>The part did not leave, for certain: the attempt does not count.</summary>
    private void Withdraw(PendingMessage pending, DeliveryReason reason, DateTimeOffset now)
    {
        pending.Attempt = pending.Attempt! with { State = DeliveryState.Failed, Reason = reason, EndedAt = now };
        pending.Progress = ProgressRules.Unclaim(pending.Progress);
        metrics?.CountPart(PartOutcome.Withdrawn);
        OutboxTraces.Attempt(pending.Header, pending.Attempt, DeliveryState.Failed, reason, now);
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
        metrics?.CountPart(PartOutcome.Uncertain);
        OutboxTraces.Attempt(pending.Header, pending.Attempt, DeliveryState.Uncertain, reason, now);
        if (!pending.Progress.IsEnded)
        {
            Return(pending, now);
            return;
        }

        metrics?.End(pending.Header, pending.Progress.State, now);
        Forget(pending, now);
    }

    private void Return(PendingMessage pending, DateTimeOffset now)
    {
        var lane = _book.Release(pending);
        pending.Queue.IsRecalling = pending.Queue.Unbegun > 0;
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
        metrics?.CountPart(PartOutcome.Failed);
        OutboxTraces.Attempt(pending.Header, pending.Attempt, DeliveryState.Failed, reason, now);
        End(pending, DeliveryState.Failed, reason, now);
    }

    private void End(PendingMessage pending, DeliveryState state, DeliveryReason reason, DateTimeOffset now, string? collapsedInto = null)
    {
        pending.Progress = ProgressRules.End(pending.Progress, state, reason, now, collapsedInto);
        metrics?.End(pending.Header, state, now);
        if (pending.Attempt is null)
            OutboxTraces.EndWaiting(pending.Header, state, reason, now);
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
        // Abandoned with an earlier lease, it may be here again: that one is not touched, and no reading of its room either.
        if (pending.Phase == MessagePhase.Ended)
            return;
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
}
