using Domaeka.Core.Delivery;
using Domaeka.Protocol.Messages;
using CoreKind = Domaeka.Core.Delivery.MediaKind;
using CoreMediaItem = Domaeka.Core.Delivery.MediaItem;
using WireKind = Domaeka.Protocol.Messages.MediaKind;
using WireMediaItem = Domaeka.Protocol.Messages.MediaItem;

namespace Domaeka.Adapters.Tcp.Outbound;

/// <summary>Core's messages, in the terms of the wire.</summary>
internal static class MessageTranslation
{
    /// <summary>The line of a message; null when no line can carry its content.</summary>
    public static OutboundLine? ToLine(this OutboundMessage message)
    {
        // A room that the phone gave no id for has a made-up one; the phone then goes by the name.
        var channelId = message.Room.IsByName ? null : message.Room.ChannelId;
        var responseEvent = message.Kind == OutboundKind.Scheduled ? ResponseEvent.ScheduleMessage : ResponseEvent.MessageResponse;
        switch (message.Content)
        {
            case TextContent text:
                return new TextLine(message.RoomName, channelId, message.Room.BotName, text.Text, responseEvent);

            case MediaContent media when ToItems(media.Items) is { } items:
                return new MediaLine
                {
                    Room = message.RoomName,
                    ChannelId = channelId,
                    BotName = message.Room.BotName,
                    Kind = ToKind(media.Kind),
                    Format = media.Format,
                    Items = items,
                    Wait = media.Wait,
                    Event = responseEvent,
                };

            default:
                return null;
        }
    }

    private static WireMediaItem[]? ToItems(IReadOnlyList<CoreMediaItem> items)
    {
        if (items.Count == 0)
            return null;

        var translated = new WireMediaItem[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            if (item.Uri is null != items[0].Uri is null)
                return null;
            if (item.Uri is { } uri)
            {
                if (!uri.IsAbsoluteUri || !WireMediaItem.TryFromUrl(uri.AbsoluteUri, out var fromUrl))
                    return null;
                translated[i] = fromUrl;
            }
            else if (item.File is not null || item.Bytes.IsEmpty)
            {
                // A stored file is read before the message comes here; its name is nothing that a phone could use.
                return null;
            }
            else
            {
                translated[i] = WireMediaItem.FromData(item.Bytes);
            }
        }

        return translated;
    }

    private static WireKind ToKind(CoreKind kind) => kind switch
    {
        CoreKind.Image => WireKind.Image,
        CoreKind.Audio => WireKind.Audio,
        CoreKind.Video => WireKind.Video,
        _ => WireKind.Document,
    };
}
