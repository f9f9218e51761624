namespace Domaeka.Core.Dispatch;

/// <summary>One room's work. Touched under the dispatcher's lock only.</summary>
internal sealed class RoomLane(BotLanes bot)
{
    public BotLanes Bot { get; } = bot;

    /// <summary>Work that has no slot yet, in order of arrival.</summary>
    public Queue<LaneWork> Waiting { get; } = new();

    /// <summary>Work that was started and is not released yet, in order of arrival.</summary>
    public Queue<LaneWork> Started { get; } = new();

    /// <summary>Work that the room has no space for.</summary>
    public Queue<LaneEntrant> Entrants { get; } = new();

    public int Limit { get; set; }

    public int Running { get; set; }

    /// <summary>Someone is releasing the head of <see cref="Started"/>.</summary>
    public bool IsReleasing { get; set; }

    /// <summary>Stands in its bot's queue of lanes that can start work.</summary>
    public bool IsQueued { get; set; }

    public int Total => Waiting.Count + Started.Count;

    public bool CanStart => Waiting.Count > 0 && Running < Limit;
}
