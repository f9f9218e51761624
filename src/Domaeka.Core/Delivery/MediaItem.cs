using Domaeka.Core.Media;

namespace Domaeka.Core.Delivery;

/// <summary>One picture or file: an address that the phone fetches, the bytes themselves, or a stored file whose bytes travel.</summary>
public sealed record MediaItem
{
    private MediaItem()
    {
    }

    /// <summary>An http or https address; null when the item is bytes or a stored file.</summary>
    public Uri? Uri { get; private init; }

    /// <summary>The content; empty when the item is an address or a stored file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    /// <summary>A file of the media store; null when the item is an address or bytes.</summary>
    public MediaFile? File { get; private init; }

    /// <summary>An item that the phone fetches itself.</summary>
    public static MediaItem FromUri(Uri uri) => new() { Uri = uri };

    /// <summary>An item whose bytes travel with the message; pictures only, see <see cref="MediaContent"/>.</summary>
    public static MediaItem FromBytes(ReadOnlyMemory<byte> bytes) => new() { Bytes = bytes };

    /// <summary>An item whose bytes are read from the media store when the message is written. Adapters never see one.</summary>
    public static MediaItem FromFile(MediaFile file) => new() { File = file };
}
