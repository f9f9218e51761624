namespace Domaeka.Core.Outbox.Lanes;

/// <summary>Whose turn it is in a room, over all its queues. Guarded by the engine's lock.</summary>
internal sealed class RoomTurn
{
    /// <summary>The room's queues: one for each wish for a phone.</summary>
    public HashSet<RoomQueue> Queues { get; } = [];

    /// <summary>The message of several parts that is under way; nothing else of the room goes until it is done.</summary>
    public PendingMessage? Active { get; set; }
}
