using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Domaeka.Protocol.Messages;

/// <summary>One picture or file of a media line: an address from which the phone loads it, or its bytes.</summary>
public sealed class MediaItem
{
    internal const string LegacySeparator = "|||";

    private MediaItem(string? url, ReadOnlyMemory<byte> data)
    {
        Url = url;
        Data = data;
    }

    /// <summary>The address (http or https), without braces. Null when the item carries its bytes.</summary>
    public string? Url { get; }

    /// <summary>The bytes, unencoded. Empty when the item is an address.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Makes an item of an address, unless the wire cannot carry it.</summary>
    /// <param name="url">
    /// Starts with <c>http://</c> or <c>https://</c>, has no white space, control character or lone surrogate (a line feed would
    /// end the line), and no <c>|||</c> (which separates addresses in the legacy dialect). Braces become <c>%7B</c> and <c>%7D</c>: the
    /// v3.3 scripts cut a line at its last <c>}</c>.
    /// </param>
    /// <param name="item">The item; null when false is returned.</param>
    public static bool TryFromUrl([NotNullWhen(true)] string? url, [NotNullWhen(true)] out MediaItem? item)
    {
        item = url is not null && IsUrl(url) && IsClean(url) ? new MediaItem(EscapeBraces(url), default) : null;
        return item is not null;
    }

    /// <summary>Makes an item of an address.</summary>
    /// <param name="url">See <see cref="TryFromUrl"/>.</param>
    /// <exception cref="ArgumentException">The wire cannot carry the address.</exception>
    public static MediaItem FromUrl(string url) =>
        TryFromUrl(url, out var item)
            ? item
            : throw new ArgumentException("Not an http(s) address that fits into a line.", nameof(url));

    /// <summary>Makes an item of bytes. They are not copied; do not change them while the line is in use.</summary>
    /// <param name="data">The bytes, unencoded. Not empty.</param>
    /// <exception cref="ArgumentException">There are no bytes.</exception>
    public static MediaItem FromData(ReadOnlyMemory<byte> data) =>
        data.IsEmpty
            ? throw new ArgumentException("An item without bytes would be dropped by the phone.", nameof(data))
            : new MediaItem(null, data);

    internal static bool IsUrl(string text) =>
        text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal);

    private static string EscapeBraces(string url) =>
        url.Replace("{", "%7B", StringComparison.Ordinal).Replace("}", "%7D", StringComparison.Ordinal);

    private static bool IsClean(string url)
    {
        if (url.Contains(LegacySeparator, StringComparison.Ordinal))
            return false;

        foreach (var rune in url.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.IsControl(rune) || Rune.IsWhiteSpace(rune))
                return false;
        }

        return true;
    }
}
