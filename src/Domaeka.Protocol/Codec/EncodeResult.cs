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
    /// The text begins with <c>MEDIA_URL:</c> or <c>IMAGE_BASE64:</c>. Legacy scripts carry that out, and it may name a file of the
    /// phone's own. Refused in either dialect: what a text does must not depend on the phone that happens to serve the room.
    /// </summary>
    TakenForMedia,

    /// <summary>
    /// The dialect cannot carry the line: in legacy, bytes that are no picture; phone side in legacy, chat that is not text.
    /// </summary>
    NotInDialect,

    /// <summary>Phone side only: raw content of a type other than text holds a line break, which would end the line.</summary>
    LineBreakInContent,

    /// <summary>The line is of a kind that is only ever decoded.</summary>
    NotEncodable,
}
