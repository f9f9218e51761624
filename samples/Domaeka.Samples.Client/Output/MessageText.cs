using System.Globalization;
using Domaeka.V1;

namespace Domaeka.Samples.Client.Output;

/// <summary>Messages for the terminal.</summary>
public static class MessageText
{
    private const int ShownTextLength = 200;

    /// <summary>Everything that is known of a message.</summary>
    public static string Render(Message message)
    {
        var text = Table.RenderFields(
            ("name", message.Name),
            ("room", message.Room),
            ("state", State(message)),
            ("phone", message.Device),
            ("wanted phone", message.PreferredDevice),
            ("priority", Words.OrNone(message.Priority)),
            ("redelivery", Words.OrNone(message.Redelivery)),
            ("parts", $"{message.PartsConfirmed} of {message.PartCount} confirmed"),
            ("accepted", Words.Of(message.CreateTime)),
            ("not before", Words.Of(message.NotBefore)),
            ("expires", Words.Of(message.ExpireTime)),
            ("written", Words.Of(message.WriteTime)),
            ("ended", Words.Of(message.EndTime)),
            ("collapse key", message.CollapseKey),
            ("replaced by", message.CollapsedInto),
            ("schedule", message.Schedule),
            ("due", Words.Of(message.DueTime)),
            ("request id", message.RequestId));
        if (message.Parts.Count > 0)
            text += "\n" + Parts(message);
        if (message.Attempts.Count > 0)
            text += "\n" + Attempts(message);
        return text;
    }

    /// <summary>A line for each message.</summary>
    public static string Render(IEnumerable<Message> messages) => Table.Render(
        ["MESSAGE", "ROOM", "STATE", "ACCEPTED", "WRITTEN", "ENDED"],
        messages.Select(message => new[]
        {
            message.Name,
            Names.Short(message.Room),
            State(message),
            Words.Of(message.CreateTime),
            Words.Of(message.WriteTime),
            Words.Of(message.EndTime),
        }));

    /// <summary>Why the room has the message or does not have it.</summary>
    public static string Render(ExplainMessageResponse answer) =>
        answer.Sentence + "\n\n" + Table.Render(
            ["REASON", "FACT", "ABOUT", "SINCE", "UNTIL"],
            answer.Facts.Select(fact => new[]
            {
                Words.OrNone(fact.Reason), fact.Text, fact.Subject, Words.Of(fact.SinceTime), Words.Of(fact.UntilTime),
            }))
        + "\n" + Render(answer.Message);

    /// <summary>A change in one line.</summary>
    public static string Line(MessageEvent change) => string.Join(
        "  ",
        Words.Of(change.Time),
        State(change.State, change.Reason),
        change.Name,
        Names.Short(change.Room),
        change.PartsConfirmed == 0 ? "" : $"{change.PartsConfirmed} confirmed").TrimEnd();

    private static string State(Message message) =>
        State(message.State, message.Reason) + (message.RedeliveryPending ? ", to be written again" : "");

    private static string State(DeliveryState state, DeliveryReason reason) =>
        reason == DeliveryReason.Unspecified ? Words.Of(state) : $"{Words.Of(state)} ({Words.Of(reason)})";

    private static string Parts(Message message) => Table.Render(
        ["PART", "PAUSE", "CONTENT"],
        message.Parts.Select((part, index) => new[]
        {
            Number(index),
            part.PauseBefore is { } pause ? $"{pause.ToTimeSpan().TotalSeconds.ToString(CultureInfo.InvariantCulture)} s" : "",
            Content(part),
        }));

    private static string Content(MessagePart part) => part.ContentCase == MessagePart.ContentOneofCase.Text
        ? part.Text.Length > ShownTextLength ? part.Text[..ShownTextLength] + $"... ({part.Text.Length} characters)" : part.Text
        : $"{part.Media.Items.Count} of {Words.Of(part.Media.Kind)}: " + string.Join(", ", part.Media.Items.Select(item =>
            item.SourceCase == MediaItem.SourceOneofCase.Uri ? item.Uri : $"{item.Stored.SizeBytes} bytes {item.Stored.Sha256[..8]}"));

    private static string Attempts(Message message) => Table.Render(
        ["PART", "ATTEMPT", "PHONE", "STATE", "BEGUN", "WRITTEN", "ENDED"],
        message.Attempts.Select(attempt => new[]
        {
            Number(attempt.Part),
            Number(attempt.Attempt),
            Names.Short(attempt.Device),
            State(attempt.State, attempt.Reason),
            Words.Of(attempt.StartTime),
            Words.Of(attempt.WriteTime),
            Words.Of(attempt.EndTime),
        }));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
