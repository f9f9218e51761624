namespace Domaeka.Core.Delivery;

/// <summary>One picture or file: either an address that the phone fetches, or the bytes themselves.</summary>
public sealed record MediaItem
{
    private MediaItem()
    {
    }

    /// <summary>An http or https address; null when <see cref="Bytes"/> are given.</summary>
    public Uri? Uri { get; private init; }

    /// <summary>The content; empty when <see cref="Uri"/> is given.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    /// <summary>An item that the phone fetches itself.</summary>
    public static MediaItem FromUri(Uri uri) => new() { Uri = uri };

    /// <summary>An item whose bytes travel with the message; pictures only, see <see cref="MediaContent"/>.</summary>
    public static MediaItem FromBytes(ReadOnlyMemory<byte> bytes) => new() { Bytes = bytes };
}
