namespace Domaeka.Protocol.Messages;

/// <summary>Under which event a text or media line is sent in v3.3. The scripts treat them alike; legacy knows only the first.</summary>
public enum ResponseEvent
{
    /// <summary><c>messageResponse</c>: an answer to a chat line.</summary>
    MessageResponse,

    /// <summary><c>scheduleMessage</c>: a planned notice. Legacy phones get <c>messageResponse</c>.</summary>
    ScheduleMessage,

    /// <summary><c>broadcastMessage</c>: a notice to many rooms. Legacy phones get <c>messageResponse</c>.</summary>
    BroadcastMessage,
}
