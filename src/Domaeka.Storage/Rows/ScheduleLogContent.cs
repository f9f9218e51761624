using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;

namespace Domaeka.Storage.Rows;

/// <summary>A message as <c>kb_schedule_logs</c> tells of it: one text and at most two groups of pictures.</summary>
/// <param name="Text">The texts, joined by line breaks; null when there is none.</param>
/// <param name="Images1">The first group as JSON; null when there is none.</param>
/// <param name="Images2">The second group as JSON; null when there is none.</param>
/// <param name="Components">Which of them arrived as a whole, such as <c>text,images_1</c>; empty when none did.</param>
internal sealed record ScheduleLogContent(string? Text, string? Images1, string? Images2, string Components)
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sorts the parts of a message, of which the first <paramref name="confirmed"/> arrived.</summary>
    public static ScheduleLogContent Of(IReadOnlyList<MessagePart> parts, int confirmed)
    {
        var text = new Group();
        Group[] images = [new(), new()];
        var place = -1;
        for (var index = 0; index < parts.Count; index++)
        {
            var group = text;
            if (parts[index].Content is MediaContent)
            {
                if (BeginsGroup(parts, index))
                    place = Math.Min(place + 1, images.Length - 1);
                group = images[place];
            }

            group.Parts.Add(parts[index].Content);
            group.AllConfirmed &= index < confirmed;
        }

        var components = new List<string>(3);
        AddName(components, text, "text");
        AddName(components, images[0], "images_1");
        AddName(components, images[1], "images_2");
        return new ScheduleLogContent(
            text.Parts.Count == 0 ? null : string.Join('\n', text.Parts.Cast<TextContent>().Select(part => part.Text)),
            ToJson(images[0]),
            ToJson(images[1]),
            string.Join(',', components));
    }

    /// <summary>Why a message did not, or perhaps did not, arrive; in Korean, for the shop.</summary>
    public static string Explain(DeliveryProgress progress) => progress.State switch
    {
        DeliveryState.Uncertain => "연결이 끊겨 전달 여부를 확인하지 못했습니다",
        DeliveryState.Expired => "유효 시간이 지나 보내지 않았습니다",
        DeliveryState.Cancelled when progress.Reason == DeliveryReason.Collapsed => "더 새로운 메시지로 대체되었습니다",
        DeliveryState.Cancelled => "취소되었습니다",
        _ => progress.Reason switch
        {
            DeliveryReason.NotEncodable => "이 휴대폰으로 보낼 수 없는 내용입니다",
            DeliveryReason.LineTooLong => "메시지가 너무 깁니다",
            DeliveryReason.MediaMissing => "보낼 파일을 찾을 수 없습니다",
            _ => "전송하지 못했습니다",
        },
    };

    /// <summary>The outcome for programs: <c>{"message_id":"...","state":"...","reason":"..."}</c>, without a reason when there is none.</summary>
    public static string Response(string messageId, DeliveryProgress progress) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("message_id", messageId);
        json.WriteString("state", DeliveryWords.ToWord(progress.State));
        if (DeliveryWords.ToWord(progress.Reason) is { } reason)
            json.WriteString("reason", reason);
        json.WriteEndObject();
    });

    // Pictures that were cut into several parts for their size follow each other at once and are alike in everything else.
    private static bool BeginsGroup(IReadOnlyList<MessagePart> parts, int index) =>
        index == 0
        || parts[index].PauseBefore > TimeSpan.Zero
        || parts[index].Content is not MediaContent media
        || parts[index - 1].Content is not MediaContent before
        || (media.Kind, media.Format, media.Wait) != (before.Kind, before.Format, before.Wait);

    private static void AddName(List<string> names, Group group, string name)
    {
        if (group.Parts.Count > 0 && group.AllConfirmed)
            names.Add(name);
    }

    private static string? ToJson(Group group) => group.Parts.Count == 0
        ? null
        : Write(json => OutboxContentJson.WriteItems(json, group.Parts.Cast<MediaContent>().SelectMany(part => part.Items)));

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
            write(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private sealed class Group
    {
        public List<OutboundContent> Parts { get; } = [];

        public bool AllConfirmed { get; set; } = true;
    }
}
