using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Outbound;

/// <summary>
/// <c>messageResponse</c>, legacy: <c>data: room text channel_id</c>; text <c>MEDIA_URL:u1|||u2</c> or <c>IMAGE_BASE64:b1|||b2</c>
/// is media. A text that is a list, null or a number is dropped, as is one that is empty.
/// </summary>
internal static class LegacyResponseReader
{
    public static DecodeResult<OutboundLine> Read(in OutboundFields fields)
    {
        if (fields.Room is null)
            return DecodeResult<OutboundLine>.Failure(DecodeError.MissingField, FieldText.Of(Field.Room));
        if (string.IsNullOrEmpty(fields.Text))
            return DecodeResult<OutboundLine>.Failure(DecodeError.DroppedByPhone, FieldText.Of(Field.Text));

        if (!MediaNames.LooksLikeMedia(fields.Text))
        {
            if (fields.Text.Length > WireLimits.MaxTextUnits)
                return DecodeResult<OutboundLine>.Failure(DecodeError.TextTooLong, FieldText.Of(Field.Text));
            return Success(new TextLine(fields.Room, fields.ChannelId, fields.BotName, fields.Text));
        }

        var isUrl = fields.Text.StartsWith(MediaNames.UrlPrefix, StringComparison.Ordinal);
        var list = fields.Text[(isUrl ? MediaNames.UrlPrefix.Length : MediaNames.DataPrefix.Length)..];
        var items = new List<MediaItem>();
        foreach (var part in list.Split(MediaItem.LegacySeparator))
        {
            if (MediaItemReader.Read(part, isUrl) is not { } item)
                return DecodeResult<OutboundLine>.Failure(
                    isUrl ? DecodeError.DroppedByPhone : DecodeError.InvalidBase64, FieldText.Of(Field.Text));
            items.Add(item);
        }

        return Success(new MediaLine
        {
            Room = fields.Room,
            ChannelId = fields.ChannelId,
            BotName = fields.BotName,
            Items = items,
            Wait = WireTime.FromNumber(fields.MediaWait, TimeSpan.TicksPerMillisecond),
        });
    }

    private static DecodeResult<OutboundLine> Success(OutboundLine line) =>
        DecodeResult<OutboundLine>.Success(line, WireDialect.Legacy);
}
