namespace Domaeka.Core.Outbox.Lanes;

/// <summary>Whose turn it is in a room, over all its queues. Guarded by the engine's lock.</summary>
internal sealed class RoomTurn
{
    /// <summary>The room's queues: one for each wish for a phone.</summary>
    public HashSet<RoomQueue> Queues { get; } = [];

    /// <summary>Messages of the room that are chosen and not confirmed.</summary>
    public int InFlight { get; set; }

    /// <summary>Nothing of the room is on its way to a phone or into the store, so that its lane can be given away.</summary>
    public bool IsQuiet
    {
        get
        {
            if (InFlight > 0)
                return false;
            foreach (var queue in Queues)
            {
                if (queue.Arriving > 0)
                    return false;
            }

            return true;
        }
    }

    /// <summary>The message that is next, whichever queue it is in; null when none may go now.</summary>
    public PendingMessage? Next
    {
        get
        {
            if (Active is not null)
                return Active.Phase == MessagePhase.Waiting ? Active : null;
            PendingMessage? next = null;
            foreach (var queue in Queues)
            {
                if (queue.Waiting.Min is { } candidate && (next is null || RankOrder.Instance.Compare(candidate, next) < 0))
                    next = candidate;
            }

            return next;
        }
    }

    /// <summary>The message of several parts that is under way; nothing else of the room goes until it is done.</summary>
    public PendingMessage? Active { get; set; }
}
