using System.Text;
using System.Text.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Json;

/// <summary>
/// Walks over the JSON at the start of a line. Methods that return bool say false after setting <see cref="Error"/>; only
/// malformed JSON itself comes as <see cref="JsonException"/>, which <see cref="LineParser{T}"/> turns into a result.
/// </summary>
internal ref struct JsonCursor
{
    private readonly StringCache _cache;
    private readonly Span<byte> _scratch;
    private Utf8JsonReader _reader;

    /// <param name="line">The line, valid UTF-8.</param>
    /// <param name="scratch">At least <see cref="FieldNames.MaxEscapedBytes"/> bytes, for names with escapes.</param>
    /// <param name="cache">Strings of the lines before.</param>
    public JsonCursor(ReadOnlySpan<byte> line, Span<byte> scratch, StringCache cache)
    {
        _reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = WireLimits.MaxDepth });
        _scratch = scratch;
        _cache = cache;
    }

    public DecodeError Error { get; private set; }

    public Field ErrorField { get; private set; }

    /// <summary>Where the JSON ends once its first value has been walked over.</summary>
    public readonly int Consumed => (int)_reader.BytesConsumed;

    /// <summary>Whether the cursor stands as deep as it may go (the reader's depth does not count a container it stands on).</summary>
    public readonly bool IsAtMaxDepth => _reader.CurrentDepth >= WireLimits.MaxDepth - 1;

    public bool Fail(DecodeError error, Field field = Field.None)
    {
        Error = error;
        ErrorField = field;
        return false;
    }

    /// <summary>Steps into the value that comes next; false, without an error, when it is no object.</summary>
    public bool TryEnterObject()
    {
        _reader.Read();
        return _reader.TokenType == JsonTokenType.StartObject;
    }

    /// <summary>Steps to the next key of the object; false at its end.</summary>
    public bool NextField(out Field field)
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.PropertyName)
        {
            field = Field.None;
            return false;
        }

        field = FieldNames.Find(TokenBytes());
        return true;
    }

    /// <summary>Steps to the next key of the object, as bytes; false at its end. Overlong names come empty.</summary>
    public bool NextName(out ReadOnlySpan<byte> name)
    {
        _reader.Read();
        name = _reader.TokenType == JsonTokenType.PropertyName ? TokenBytes() : default;
        return _reader.TokenType == JsonTokenType.PropertyName;
    }

    public void SkipValue()
    {
        _reader.Read();
        _reader.Skip();
    }

    /// <summary>Skips a value that nothing hangs on; always true, for use in switch expressions.</summary>
    public bool TrySkip()
    {
        SkipValue();
        return true;
    }

    /// <summary>Steps into the object that comes next; <paramref name="present"/> is false when there is null instead.</summary>
    public bool TryEnterObject(Field field, out bool present)
    {
        present = TryEnterObject();
        return present || _reader.TokenType == JsonTokenType.Null || Fail(DecodeError.WrongType, field);
    }

    /// <summary>Steps into the array that comes next; <paramref name="present"/> is false when there is null instead.</summary>
    public bool TryEnterArray(Field field, DecodeError error, out bool present)
    {
        _reader.Read();
        present = _reader.TokenType == JsonTokenType.StartArray;
        return present || _reader.TokenType == JsonTokenType.Null || Fail(error, field);
    }

    /// <summary>Steps into the array that comes next; any other value is skipped, without an error.</summary>
    public bool EnterArrayIfAny()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.StartArray)
            return true;
        _reader.Skip();
        return false;
    }

    /// <summary>
    /// The string that the cursor stands on, valid until the next call; any other value is skipped. Empty for that, and for a string with escapes
    /// that is longer than the longest name.
    /// </summary>
    public ReadOnlySpan<byte> ShortStringOrSkip()
    {
        if (_reader.TokenType == JsonTokenType.String)
            return TokenBytes();
        _reader.Skip();
        return default;
    }

    /// <summary>Steps to the next element of an array; false, without an error, at its end.</summary>
    public bool NextElement() => _reader.Read() && _reader.TokenType != JsonTokenType.EndArray;

    /// <summary>The whole number that the cursor stands on.</summary>
    public readonly bool IsInt32(out int value)
    {
        value = 0;
        return _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out value);
    }

    /// <summary>Reads the name of the event; the bytes are valid until the next call.</summary>
    public bool TryReadEvent(out ReadOnlySpan<byte> name)
    {
        _reader.Read();
        name = default;
        if (_reader.TokenType != JsonTokenType.String)
            return Fail(DecodeError.WrongType, Field.Event);
        if (_reader.ValueSpan.Length > WireLimits.MaxEventBytes)
            return Fail(DecodeError.FieldTooLong, Field.Event);

        name = TokenBytes();
        return true;
    }

    /// <summary>Reads a string or null.</summary>
    public bool TryReadString(Field field, out string? value, int maxUnits = WireLimits.MaxFieldUnits)
    {
        _reader.Read();
        value = null;
        return _reader.TokenType switch
        {
            JsonTokenType.String => TryTakeString(field, maxUnits, out value),
            JsonTokenType.Null => true,
            _ => Fail(DecodeError.WrongType, field),
        };
    }

    /// <summary>
    /// Reads an identifier: a string, null, or a whole number, whose digits are taken as they stand (no rounding through a
    /// double, which is what ruins these ids elsewhere).
    /// </summary>
    public bool TryReadId(Field field, out string? value)
    {
        const int MaxDigits = 32;
        _reader.Read();
        value = null;
        switch (_reader.TokenType)
        {
            case JsonTokenType.String:
                return TryTakeString(field, WireLimits.MaxFieldUnits, out value);
            case JsonTokenType.Null:
                return true;
            case JsonTokenType.Number when _reader.ValueSpan.Length <= MaxDigits
                && !_reader.ValueSpan.ContainsAny(".eE"u8):
                value = Encoding.ASCII.GetString(_reader.ValueSpan);
                return true;
            default:
                return Fail(DecodeError.WrongType, field);
        }
    }

    /// <summary>Reads true, false, or null, which counts as false.</summary>
    public bool TryReadBoolean(Field field, out bool value)
    {
        _reader.Read();
        value = _reader.TokenType == JsonTokenType.True;
        return value
            || _reader.TokenType is JsonTokenType.False or JsonTokenType.Null
            || Fail(DecodeError.WrongType, field);
    }

    /// <summary>Reads a whole number of 64 bits, or null, which counts as 0.</summary>
    public bool TryReadInt64(Field field, out long value)
    {
        _reader.Read();
        value = 0;
        if (_reader.TokenType == JsonTokenType.Null)
            return true;
        return (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out value))
            || Fail(DecodeError.WrongType, field);
    }

    /// <summary>Reads any value; null unless it is a finite number.</summary>
    public double? ReadNumberOrNull()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetDouble(out var value) && double.IsFinite(value))
            return value;
        _reader.Skip();
        return null;
    }

    /// <summary>Reads any value; null unless it is a whole number of 32 bits.</summary>
    public int? ReadInt32OrNull()
    {
        _reader.Read();
        if (IsInt32(out var value))
            return value;
        _reader.Skip();
        return null;
    }

    /// <summary>Reads a string; null, without an error, for any other value.</summary>
    public bool TryReadStringIfAny(Field field, int maxUnits, out string? value)
    {
        _reader.Read();
        value = null;
        if (_reader.TokenType == JsonTokenType.String)
            return TryTakeString(field, maxUnits, out value);
        _reader.Skip();
        return true;
    }

    /// <summary>Reads any value; null unless it is a string that can be a session token. It is kept nowhere.</summary>
    public SessionToken? ReadSessionTokenOrNull()
    {
        _reader.Read();
        var bytes = ShortStringOrSkip();
        return bytes.Length is > 0 and <= WireLimits.MaxSessionTokenBytes ? new SessionToken(Encoding.UTF8.GetString(bytes)) : null;
    }

    /// <summary>Reads Base64, or null.</summary>
    public bool TryReadBase64(Field field, out byte[]? value)
    {
        _reader.Read();
        value = null;
        if (_reader.TokenType != JsonTokenType.String)
            return _reader.TokenType == JsonTokenType.Null || Fail(DecodeError.WrongType, field);

        try
        {
            return _reader.TryGetBytesFromBase64(out value) || Fail(DecodeError.InvalidBase64, field);
        }
        catch (InvalidOperationException)
        {
            return Fail(DecodeError.LoneSurrogate, field);
        }
    }

    private bool TryTakeString(Field field, int maxUnits, out string? value)
    {
        const int MaxEscapedBytesPerUnit = 6;
        value = null;
        var error = field == Field.Text ? DecodeError.TextTooLong : DecodeError.FieldTooLong;
        if (_reader.ValueSpan.Length > (long)maxUnits * MaxEscapedBytesPerUnit)
            return Fail(error, field);

        if (!_reader.ValueIsEscaped)
        {
            value = _cache.Get(ref _reader, field);
            return value.Length <= maxUnits || Fail(error, field);
        }

        try
        {
            value = _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The line is valid UTF-8, so only an escape can have been wrong.
            return Fail(DecodeError.LoneSurrogate, field);
        }

        if (value.Length > maxUnits)
            return Fail(error, field);
        return field == Field.Text || !value.Contains('\0') || Fail(DecodeError.InvalidCharacter, field);
    }

    private readonly ReadOnlySpan<byte> TokenBytes()
    {
        if (!_reader.ValueIsEscaped)
            return _reader.ValueSpan;
        if (_reader.ValueSpan.Length > _scratch.Length)
            return default;

        try
        {
            return _scratch[.._reader.CopyString(_scratch)];
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate pair is none that the codec reads.
            return default;
        }
    }
}
