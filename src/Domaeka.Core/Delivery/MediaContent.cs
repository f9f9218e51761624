namespace Domaeka.Core.Delivery;

/// <summary>Pictures or files, all addresses or all bytes: the scripts cannot mix the two in one message.</summary>
/// <remarks>
/// Bytes are good for <see cref="MediaKind.Image"/> only: the scripts save them under a name that ends in <c>.png</c>, whatever kind and
/// format say. Give other files an address.
/// </remarks>
/// <param name="Kind">What the items are.</param>
/// <param name="Items">1 to <see cref="MaxItems"/> items.</param>
/// <param name="Format">
/// File ending without a dot, such as <c>png</c>; null leaves it out. It goes to the phone, but no known script looks at it.
/// </param>
/// <param name="Wait">How long the phone holds the room after sending, for slow uploads; null lets the script decide (4 to 15 s).</param>
public sealed record MediaContent(MediaKind Kind, IReadOnlyList<MediaItem> Items, string? Format = null, TimeSpan? Wait = null)
    : OutboundContent
{
    /// <summary>Most items in one message.</summary>
    public const int MaxItems = 20;

    /// <summary>Most bytes of one item (5 MB).</summary>
    public const int MaxItemBytes = 5 * 1024 * 1024;
}
