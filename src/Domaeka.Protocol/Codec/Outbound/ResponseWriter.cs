using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Outbound;

/// <summary>
/// Text and media. Legacy: <c>messageResponse</c>, <c>data: room text channel_id [media_wait_time]</c>, where media is a text
/// <c>MEDIA_URL:u1|||u2</c> or <c>IMAGE_BASE64:b1|||b2</c>. v3.3: <c>data: room channel_id bot_name message_type
/// content_encoding | message_format, [media_wait_time] timestamp timezone message_positions:[0,a,b,...]</c> and the content behind
/// the JSON, parts without separator. <c>channel_id</c> is a string or null, never a number.
/// </summary>
internal static class ResponseWriter
{
    /// <summary>Bytes of a picture that are encoded at a time: a multiple of 3, so that padding comes only at the end.</summary>
    private const int PieceBytes = 768;

    public static EncodeResult Write(LineWriter writer, TextLine line, LineStamp? stamp, IBufferWriter<byte> output)
    {
        if (line.Text.Length == 0)
            return EncodeResult.EmptyText;
        if (line.Text.Length > WireLimits.MaxTextUnits)
            return EncodeResult.TextTooLong;
        if (MediaNames.LooksLikeMedia(line.Text))
            return EncodeResult.TakenForMedia;

        if (stamp is null)
        {
            var legacy = writer.BeginEvent(output, EventNames.MessageResponse);
            legacy.WriteString("room"u8, line.Room);
            legacy.WriteString("text"u8, line.Text);
            legacy.WriteString("channel_id"u8, line.ChannelId);
            writer.EndEvent();
        }
        else
        {
            var json = writer.BeginEvent(output, EventNames.Of(line.Event));
            WriteHead(json, line.Room, line.ChannelId, line.BotName);
            json.WriteString("message_type"u8, ChatMessage.TextType);
            json.WriteString("content_encoding"u8, "base64"u8);
            stamp.Value.Write(json);
            LineWriter.WritePositions(json, RawWriter.Base64Length(line.Text));
            writer.EndEvent();
            RawWriter.WriteBase64(output, line.Text);
        }

        LineWriter.EndLine(output);
        return EncodeResult.Written;
    }

    public static EncodeResult Write(LineWriter writer, MediaLine line, LineStamp? stamp, IBufferWriter<byte> output)
    {
        if (stamp is null)
        {
            if (line.Kind != MediaKind.Image && line.Items[0].Url is null)
                return EncodeResult.NotInDialect;
            WriteLegacy(writer, line, output);
        }
        else
        {
            WriteV33(writer, line, stamp.Value, output);
        }

        LineWriter.EndLine(output);
        return EncodeResult.Written;
    }

    private static void WriteLegacy(LineWriter writer, MediaLine line, IBufferWriter<byte> output)
    {
        var json = writer.BeginEvent(output, EventNames.MessageResponse);
        json.WriteString("room"u8, line.Room);
        json.WritePropertyName("text"u8);
        if (line.Items[0].Url is null)
            WriteLegacyData(json, line.Items);
        else
            WriteLegacyUrls(json, line.Items);
        json.WriteString("channel_id"u8, line.ChannelId);
        WriteWait(json, line.Wait);
        writer.EndEvent();
    }

    // One string value takes either segments of characters or segments of UTF-8, not both: hence two methods.
    private static void WriteLegacyUrls(Utf8JsonWriter json, IReadOnlyList<MediaItem> items)
    {
        json.WriteStringValueSegment(MediaNames.UrlPrefix, false);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                json.WriteStringValueSegment(MediaItem.LegacySeparator, false);
            json.WriteStringValueSegment(items[i].Url, i == items.Count - 1);
        }
    }

    private static void WriteLegacyData(Utf8JsonWriter json, IReadOnlyList<MediaItem> items)
    {
        Span<byte> base64 = stackalloc byte[PieceBytes / 3 * 4];
        json.WriteStringValueSegment("IMAGE_BASE64:"u8, false);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                json.WriteStringValueSegment("|||"u8, false);
            for (var data = items[i].Data.Span; !data.IsEmpty;)
            {
                var piece = data[..Math.Min(PieceBytes, data.Length)];
                Base64.EncodeToUtf8(piece, base64, out _, out var written);
                data = data[piece.Length..];
                json.WriteStringValueSegment(base64[..written], data.IsEmpty && i == items.Count - 1);
            }
        }
    }

    private static void WriteV33(LineWriter writer, MediaLine line, LineStamp stamp, IBufferWriter<byte> output)
    {
        var json = writer.BeginEvent(output, EventNames.Of(line.Event));
        WriteHead(json, line.Room, line.ChannelId, line.BotName);
        json.WriteString("message_type"u8, MediaNames.Of(line.Kind));
        LineWriter.WriteIfAny(json, "message_format"u8, line.Format);
        WriteWait(json, line.Wait);
        stamp.Write(json);

        json.WriteStartArray("message_positions"u8);
        json.WriteNumberValue(0);
        var end = 0L;
        foreach (var item in line.Items)
        {
            // The scripts cut a string: positions count UTF-16 units.
            end += item.Url?.Length ?? (item.Data.Length + 2L) / 3 * 4;
            json.WriteNumberValue(end);
        }

        json.WriteEndArray();
        writer.EndEvent();

        foreach (var item in line.Items)
        {
            if (item.Url is not null)
                RawWriter.WriteText(output, item.Url);
            else
                RawWriter.WriteBase64(output, item.Data.Span);
        }
    }

    private static void WriteHead(Utf8JsonWriter json, string room, string? channelId, string? botName)
    {
        json.WriteString("room"u8, room);
        json.WriteString("channel_id"u8, channelId);
        LineWriter.WriteIfAny(json, "bot_name"u8, botName);
    }

    private static void WriteWait(Utf8JsonWriter json, TimeSpan? wait)
    {
        var milliseconds = WireTime.ToNumber(wait, TimeSpan.TicksPerMillisecond);
        if (milliseconds > 0)
            json.WriteNumber("media_wait_time"u8, milliseconds);
    }
}
