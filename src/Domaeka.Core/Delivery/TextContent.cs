namespace Domaeka.Core.Delivery;

/// <summary>A text.</summary>
/// <param name="Text">1 to <see cref="MaxLength"/> UTF-16 units; line breaks are allowed.</param>
public sealed record TextContent(string Text) : OutboundContent
{
    /// <summary>Longest chat text in UTF-16 units (<c>design.md</c>, section 6).</summary>
    public const int MaxLength = 65_000;
}
