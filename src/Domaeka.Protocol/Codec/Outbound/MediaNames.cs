using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Outbound;

/// <summary>The words for media on the wire.</summary>
internal static class MediaNames
{
    /// <summary>Starts a legacy text that lists addresses.</summary>
    public const string UrlPrefix = "MEDIA_URL:";

    /// <summary>Starts a legacy text that lists pictures as Base64.</summary>
    public const string DataPrefix = "IMAGE_BASE64:";

    /// <summary>Whether a legacy script would take the text for media.</summary>
    public static bool LooksLikeMedia(string text) =>
        text.StartsWith(UrlPrefix, StringComparison.Ordinal) || text.StartsWith(DataPrefix, StringComparison.Ordinal);

    public static string Of(MediaKind kind) => kind switch
    {
        MediaKind.Audio => "audio",
        MediaKind.Video => "video",
        MediaKind.Document => "document",
        _ => "image",
    };

    public static MediaKind? KindOf(string? type) => type switch
    {
        "image" => MediaKind.Image,
        "audio" => MediaKind.Audio,
        "video" => MediaKind.Video,
        "document" => MediaKind.Document,
        _ => null,
    };
}
