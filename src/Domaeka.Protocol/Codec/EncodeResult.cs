namespace Domaeka.Protocol.Codec;

/// <summary>Whether a line was written. Unless it is <see cref="Written"/>, nothing was.</summary>
public enum EncodeResult
{
    /// <summary>The line was written, line end included.</summary>
    Written,

    /// <summary>The text is empty; the scripts would drop it silently.</summary>
    EmptyText,

    /// <summary>The text is longer than <see cref="WireLimits.MaxTextUnits"/>.</summary>
    TextTooLong,

    /// <summary>
    /// The dialect cannot carry the line: in legacy, bytes that are no picture, or text that the script would take for media
    /// (<c>MEDIA_URL:</c>, <c>IMAGE_BASE64:</c>); phone side in legacy, chat that is not text.
    /// </summary>
    NotInDialect,

    /// <summary>Phone side only: raw content of a type other than text holds a line break, which would end the line.</summary>
    LineBreakInContent,

    /// <summary>The line is of a kind that is only ever decoded.</summary>
    NotEncodable,
}
