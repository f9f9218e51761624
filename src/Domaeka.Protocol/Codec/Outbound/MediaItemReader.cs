using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Outbound;

/// <summary>Reads one item of a media line.</summary>
internal static class MediaItemReader
{
    /// <summary>Makes an item of an address or of Base64; null when it is neither, or empty.</summary>
    public static MediaItem? Read(string part, bool isUrl)
    {
        if (isUrl)
            return MediaItem.TryFromUrl(part, out var item) ? item : null;

        var bytes = new byte[part.Length / 4 * 3];
        return Convert.TryFromBase64String(part, bytes, out var length) && length > 0
            ? MediaItem.FromData(bytes.AsMemory(0, length))
            : null;
    }
}
