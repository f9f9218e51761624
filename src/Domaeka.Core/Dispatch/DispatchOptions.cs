namespace Domaeka.Core.Dispatch;

/// <summary>How many commands run and wait (<c>docs/architecture.md</c>, "Decisions").</summary>
public sealed class DispatchOptions
{
    /// <summary>Lanes or direct (default: <see cref="DispatchMode.Queued"/>).</summary>
    public DispatchMode Mode { get; set; } = DispatchMode.Queued;

    /// <summary>Commands of one room that run at once, unless the room's row says otherwise; 1 or more (default: 3).</summary>
    public int RoomConcurrency { get; set; } = 3;

    /// <summary>Commands of one bot that run at once; 1 or more (default: 30).</summary>
    public int BotConcurrency { get; set; } = 30;

    /// <summary>Commands that run at once in all; 1 or more (default: 31).</summary>
    public int GlobalConcurrency { get; set; } = 31;

    /// <summary>
    /// Commands that wait, run or hold their answer back for an earlier one, in all; when so many do, the server stops reading from the
    /// phones. 1 or more (default: 10,000).
    /// </summary>
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>
    /// The same for one room, so that a room whose commands hang stops only the phones that feed it; 1 to
    /// <see cref="QueueCapacity"/> (default: 1,000).
    /// </summary>
    public int RoomQueueCapacity { get; set; } = 1_000;
}
