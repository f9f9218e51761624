namespace Domaeka.Core.Delivery;

/// <summary>Pictures or files, all addresses or all bytes: the scripts cannot mix the two in one message.</summary>
/// <param name="Kind">What the items are.</param>
/// <param name="Items">1 to <see cref="MaxItems"/> items.</param>
/// <param name="Format">File ending without a dot, such as <c>png</c>; null lets the phone guess.</param>
/// <param name="Wait">How long the phone holds the room after sending, for slow uploads; null lets the script decide (4 to 15 s).</param>
public sealed record MediaContent(MediaKind Kind, IReadOnlyList<MediaItem> Items, string? Format = null, TimeSpan? Wait = null)
    : OutboundContent
{
    /// <summary>Most items in one message.</summary>
    public const int MaxItems = 20;

    /// <summary>Most bytes of one item (5 MB).</summary>
    public const int MaxItemBytes = 5 * 1024 * 1024;
}
