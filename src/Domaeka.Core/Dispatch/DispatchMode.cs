namespace Domaeka.Core.Dispatch;

/// <summary>How commands are run.</summary>
public enum DispatchMode
{
    /// <summary>Per-room lanes with limits per room, per bot and overall; the default.</summary>
    Queued,

    /// <summary>
    /// Each phone's lines are worked through one after another on its connection, without lanes: the phone's next line is read
    /// when the answer has left. For few phones and quick commands.
    /// </summary>
    Direct,
}
