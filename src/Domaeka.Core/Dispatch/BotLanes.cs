namespace Domaeka.Core.Dispatch;

/// <summary>One bot's lanes. Touched under the dispatcher's lock only.</summary>
internal sealed class BotLanes(string name)
{
    public string Name { get; } = name;

    /// <summary>Lanes that can start work, served in turn so that no room waits for another's backlog.</summary>
    public Queue<RoomLane> Ready { get; } = new();

    public int Running { get; set; }

    /// <summary>How many of its rooms have a lane.</summary>
    public int Lanes { get; set; }

    /// <summary>Stands in the dispatcher's queue of bots that can start work.</summary>
    public bool IsQueued { get; set; }
}
