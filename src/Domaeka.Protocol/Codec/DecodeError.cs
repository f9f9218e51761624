namespace Domaeka.Protocol.Codec;

/// <summary>Why a line could not be decoded.</summary>
public enum DecodeError
{
    /// <summary>The line was decoded.</summary>
    None,

    /// <summary>Nothing but white space.</summary>
    EmptyLine,

    /// <summary>Longer than <see cref="WireLimits.MaxDecodableBytes"/>; phone side also: longer than allowed once it is expanded.</summary>
    LineTooLong,

    /// <summary>The line, or the text in its Base64 content, is not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>Not JSON: cut off, a NUL or another raw control character, a byte order mark, a wrong number.</summary>
    MalformedJson,

    /// <summary>Nested deeper than <see cref="WireLimits.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>The JSON is not an object.</summary>
    NotAnObject,

    /// <summary>A key that the codec reads occurs twice in one object, be it in both spellings.</summary>
    DuplicateKey,

    /// <summary>A required key is missing, null, or (bot name, device id) empty.</summary>
    MissingField,

    /// <summary>A value has another JSON type than the protocol gives it.</summary>
    WrongType,

    /// <summary>A string field is longer than <see cref="WireLimits.MaxFieldUnits"/>, or an event name is too long.</summary>
    FieldTooLong,

    /// <summary>A string field other than the chat text holds U+0000.</summary>
    InvalidCharacter,

    /// <summary>A JSON escape is half of a surrogate pair.</summary>
    LoneSurrogate,

    /// <summary>Something stands behind the JSON of a line that has no raw content.</summary>
    TrailingContent,

    /// <summary><c>message_positions</c> is not an ascending list of whole numbers that starts with 0.</summary>
    PositionsInvalid,

    /// <summary><c>message_positions</c> does not fit the raw content.</summary>
    PositionsMismatch,

    /// <summary><c>content_encoding</c>, or the <c>encoding</c> of a compressed line, is not one the codec knows.</summary>
    UnknownEncoding,

    /// <summary>The content is not Base64.</summary>
    InvalidBase64,

    /// <summary>The text is longer than <see cref="WireLimits.MaxTextUnits"/>.</summary>
    TextTooLong,

    /// <summary>Phone side only: the scripts drop such a line silently, for instance a legacy line on a v3.3 phone.</summary>
    DroppedByPhone,

    /// <summary>
    /// Phone side only: a compressed line is cut, damaged, not of the length that it names, or holds another compressed line.
    /// </summary>
    InvalidCompression,
}
