using Domaeka.Core.Rooms;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>What waits for one room (and one wish for a phone). Guarded by the engine's lock.</summary>
internal sealed class RoomQueue(RoomKey room, string? preferredDeviceId, RoomTurn turn)
{
    public RoomKey Room => room;

    public string? PreferredDeviceId => preferredDeviceId;

    /// <summary>What could go if the room's turn came.</summary>
    public SortedSet<PendingMessage> Waiting { get; } = new(RankOrder.Instance);

    /// <summary>What this queue has in common with the room's other ones.</summary>
    public RoomTurn Turn => turn;

    /// <summary>The message of several parts that is under way, when it is one of this queue.</summary>
    public PendingMessage? Active => turn.Active is { } active && ReferenceEquals(active.Queue, this) ? active : null;

    /// <summary>Messages of the room that are not at their end, wherever they are.</summary>
    public HashSet<PendingMessage> Messages { get; } = [];

    public int Count => Messages.Count;

    /// <summary>Messages that will enter <see cref="Waiting"/> when they are stored.</summary>
    public int Arriving { get; set; }

    /// <summary>Messages that are chosen and of which nothing has left.</summary>
    public int Unbegun { get; set; }

    /// <summary>
    /// One that was chosen has come back. Those that were chosen behind it, and of which nothing has left, come back too, before any is chosen: they
    /// would overtake it.
    /// </summary>
    public bool IsRecalling { get; set; }

    /// <summary>How the room is reached, as of <see cref="RouteVersion"/>.</summary>
    public Route Route { get; set; } = Route.Unknown;

    public int RouteVersion { get; set; } = -1;

    /// <summary>When the route may change by itself; null when it does not.</summary>
    public DateTimeOffset? WakeAt { get; set; }

    /// <summary>The message that stands for the room in a lane, and that lane; null when none does.</summary>
    public PendingMessage? Candidate { get; set; }

    public DeviceLane? CandidateLane { get; set; }

    /// <summary>The message that is next; null when none may go now.</summary>
    public PendingMessage? Next => IsRecalling ? null : turn.Active is null ? Waiting.Min : Active is { Phase: MessagePhase.Waiting } active ? active : null;
}
