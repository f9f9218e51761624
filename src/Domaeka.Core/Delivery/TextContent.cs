namespace Domaeka.Core.Delivery;

/// <summary>A text.</summary>
/// <param name="Text">
/// 1 to <see cref="MaxLength"/> UTF-16 units; line breaks are allowed. An adapter drops what its phones would carry out instead of showing
/// (MessengerBotR: a text that begins with <c>MEDIA_URL:</c> or <c>IMAGE_BASE64:</c>).
/// </param>
public sealed record TextContent(string Text) : OutboundContent
{
    /// <summary>Longest chat text in UTF-16 units.</summary>
    public const int MaxLength = 65_000;
}
