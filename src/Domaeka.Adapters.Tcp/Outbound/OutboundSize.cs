using System.Text;
using Domaeka.Core.Delivery;

namespace Domaeka.Adapters.Tcp.Outbound;

/// <summary>How long a message's line can become, known without encoding it.</summary>
internal static class OutboundSize
{
    /// <summary>Room for the keys and the fixed fields of any line.</summary>
    public const int OfControlLine = 1024;

    // A character that JSON writes as \uXXXX takes six bytes, and UTF-8 takes no more than three.
    private const int MostBytesPerUnit = 6;

    /// <summary>No line of this message, in either dialect, is longer.</summary>
    public static long UpperBound(OutboundMessage message)
    {
        var envelope = OfControlLine
            + (((long)message.RoomName.Length + message.Room.BotName.Length + message.Room.ChannelId.Length) * MostBytesPerUnit);

        return envelope + message.Content switch
        {
            TextContent text => (long)text.Text.Length * MostBytesPerUnit,
            MediaContent media => OfMedia(media),
            _ => 0,
        };
    }

    private static long OfMedia(MediaContent media)
    {
        var total = (long)(media.Format?.Length ?? 0) * MostBytesPerUnit;
        foreach (var item in media.Items)
        {
            total += OfControlLine / 16;
            total += item.Uri is { } uri
                ? (long)Encoding.UTF8.GetByteCount(uri.AbsoluteUri) * MostBytesPerUnit
                : (item.Bytes.Length + 2L) / 3 * 4;
        }

        return total;
    }
}
