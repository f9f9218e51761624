using System.Text;
using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Outbound;

/// <summary>
/// <c>messageResponse</c>, <c>scheduleMessage</c>, <c>broadcastMessage</c>, v3.3: content behind the JSON, cut at
/// <c>message_positions</c>. Without positions, or with <c>[0,0]</c>, the scripts drop the line; legacy lines have none.
/// </summary>
internal static class V33ResponseReader
{
    public static DecodeResult<OutboundLine> Read(
        in OutboundFields fields, ResponseEvent responseEvent, ReadOnlySpan<byte> raw)
    {
        if (fields.Positions.IsSilent)
            return Failure(DecodeError.DroppedByPhone, Field.MessagePositions);
        if (fields.Room is null)
            return Failure(DecodeError.MissingField, Field.Room);
        if (fields.Positions.Last != RawContent.Length(raw))
            return Failure(DecodeError.PositionsMismatch, Field.MessagePositions);

        if (fields.Type == ChatMessage.TextType)
            return ReadText(fields, responseEvent, raw);
        return MediaNames.KindOf(fields.Type) is { } kind
            ? ReadMedia(fields, responseEvent, kind, raw)
            : Failure(DecodeError.DroppedByPhone, Field.MessageType);
    }

    private static DecodeResult<OutboundLine> ReadText(
        in OutboundFields fields, ResponseEvent responseEvent, ReadOnlySpan<byte> raw)
    {
        if (fields.Positions.Count != 2)
            return Failure(DecodeError.PositionsInvalid, Field.MessagePositions);

        var error = fields.Encoding == "base64"
            ? RawContent.TryDecodeText(raw, out var text)
            : RawContent.TryTakeText(raw, out text);
        return error == DecodeError.None
            ? Success(new TextLine(fields.Room!, fields.ChannelId, fields.BotName, text, responseEvent))
            : DecodeResult<OutboundLine>.Failure(error);
    }

    private static DecodeResult<OutboundLine> ReadMedia(
        in OutboundFields fields, ResponseEvent responseEvent, MediaKind kind, ReadOnlySpan<byte> raw)
    {
        var content = Encoding.UTF8.GetString(raw);
        var offsets = fields.Positions.Offsets!;
        var items = new List<MediaItem>(offsets.Count - 1);
        for (var i = 1; i < offsets.Count; i++)
        {
            var part = content[offsets[i - 1]..offsets[i]];
            if (MediaItemReader.Read(part, MediaItem.IsUrl(part)) is not { } item)
                return DecodeResult<OutboundLine>.Failure(DecodeError.InvalidBase64);
            if (items.Count > 0 && item.Url is null != (items[0].Url is null))
                return Failure(DecodeError.DroppedByPhone, Field.MessageType);
            items.Add(item);
        }

        return Success(new MediaLine
        {
            Room = fields.Room!,
            ChannelId = fields.ChannelId,
            BotName = fields.BotName,
            Kind = kind,
            Format = fields.Format,
            Items = items,
            Wait = WireTime.FromNumber(fields.MediaWait, TimeSpan.TicksPerMillisecond),
            Event = responseEvent,
        });
    }

    private static DecodeResult<OutboundLine> Success(OutboundLine line) =>
        DecodeResult<OutboundLine>.Success(line, WireDialect.V33);

    private static DecodeResult<OutboundLine> Failure(DecodeError error, Field field) =>
        DecodeResult<OutboundLine>.Failure(error, FieldText.Of(field));
}
