using Domaeka.V1;

namespace Domaeka.Samples.Client.Output;

/// <summary>Events for the terminal.</summary>
public static class EventText
{
    private const int ShownTextLength = 200;

    /// <summary>An event in one line.</summary>
    public static string Line(Event happened) => happened.PayloadCase switch
    {
        Event.PayloadOneofCase.Message => $"message   {MessageText.Line(happened.Message)}",
        Event.PayloadOneofCase.ChatLine => Line(
            "chat", happened, happened.ChatLine.Room, $"{happened.ChatLine.Sender}: {Short(happened.ChatLine.Text)}"),
        Event.PayloadOneofCase.Presence => Line("presence", happened, happened.Presence.Device, happened.Presence.Online ? "online" : "offline"),
        Event.PayloadOneofCase.Device => Line("device", happened, happened.Device.Device, Status(happened.Device.Status, happened.Device.Deleted)),
        Event.PayloadOneofCase.Room => Line("room", happened, happened.Room.Room, Status(happened.Room.Status, happened.Room.Deleted)),
        _ => Line("unknown", happened, "", "this program is older than the server"),
    };

    private static string Line(string kind, Event happened, string name, string news) =>
        $"{kind,-8}  {Words.Of(happened.EventTime)}  {Table.Clean(Names.Short(name))}  {Table.Clean(news)}";

    private static string Status(ApprovalStatus status, bool deleted) => deleted ? "deleted" : Words.Of(status);

    private static string Short(string text) =>
        text.Length > ShownTextLength ? $"{text[..ShownTextLength]}... ({text.Length} characters)" : text;
}
