using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Domaeka.Protocol.Codec.Json;

/// <summary>
/// What both directions share: <c>{"event":...,"data":{...}}</c> in any order of keys, and what stands behind it. The JSON ends
/// where its first value ends; nothing is searched for, since room names and raw content may hold braces.
/// </summary>
/// <typeparam name="T">Base type of the messages of one direction.</typeparam>
internal abstract class LineParser<T>
    where T : class
{
    private readonly StringCache _cache = new();

    public DecodeResult<T> Parse(in ReadOnlySequence<byte> line)
    {
        if (line.Length > WireLimits.MaxDecodableBytes)
            return DecodeResult<T>.Failure(DecodeError.LineTooLong);
        if (line.IsSingleSegment)
            return Parse(line.FirstSpan);

        // A line across segments is joined first: one copy costs less than a reader that minds the seams everywhere.
        var length = (int)line.Length;
        var joined = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            line.CopyTo(joined);
            return Parse(joined.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    public DecodeResult<T> Parse(ReadOnlySpan<byte> line)
    {
        if (line.Length > WireLimits.MaxDecodableBytes)
            return DecodeResult<T>.Failure(DecodeError.LineTooLong);
        if (!line.ContainsAnyExcept(" \t\r\n"u8))
            return DecodeResult<T>.Failure(DecodeError.EmptyLine);
        if (!Utf8.IsValid(line))
            return DecodeResult<T>.Failure(DecodeError.InvalidUtf8);

        Span<byte> scratch = stackalloc byte[FieldNames.MaxEscapedBytes];
        var cursor = new JsonCursor(line, scratch, _cache);
        try
        {
            return ParseObject(ref cursor, line);
        }
        catch (JsonException)
        {
            return DecodeResult<T>.Failure(cursor.IsAtMaxDepth ? DecodeError.TooDeep : DecodeError.MalformedJson);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Notes the event that the line is about. False: its data is not to be read.</summary>
    protected abstract bool Begin(ReadOnlySpan<byte> eventName);

    /// <summary>Reads the object that the cursor has stepped into.</summary>
    protected abstract bool TryReadData(ref JsonCursor cursor);

    /// <summary>Makes the message of what was read.</summary>
    /// <param name="hasData">Whether there was a data object (always true of an unknown event).</param>
    /// <param name="raw">What stands behind the JSON.</param>
    protected abstract DecodeResult<T> Complete(bool hasData, ReadOnlySpan<byte> raw);

    /// <summary>Forgets the line, so that an idle connection does not hold its last chat text.</summary>
    protected abstract void Reset();

    /// <summary>Reads a line without an event; the cursor has stepped into the object.</summary>
    protected virtual DecodeResult<T> ParseFlat(ref JsonCursor cursor, ReadOnlySpan<byte> raw) =>
        DecodeResult<T>.Failure(DecodeError.MissingField, FieldText.Of(Field.Event));

    protected static DecodeResult<T> Failed(in JsonCursor cursor) =>
        DecodeResult<T>.Failure(cursor.Error, FieldText.Of(cursor.ErrorField));

    protected static bool IsBlank(ReadOnlySpan<byte> raw) => !raw.ContainsAnyExcept(" \t\r\n"u8);

    private DecodeResult<T> ParseObject(ref JsonCursor cursor, ReadOnlySpan<byte> line)
    {
        if (!cursor.TryEnterObject())
            return DecodeResult<T>.Failure(DecodeError.NotAnObject);

        var root = cursor;
        var postponed = default(JsonCursor);
        var isPostponed = false;
        var hasEvent = false;
        var readsData = false;
        var hasData = false;
        var seen = default(FieldSet);
        while (cursor.NextField(out var field))
        {
            if (field is not (Field.Event or Field.Data))
            {
                cursor.SkipValue();
                continue;
            }

            if (!seen.Add(field))
                return DecodeResult<T>.Failure(DecodeError.DuplicateKey, FieldText.Of(field));

            if (field == Field.Event)
            {
                if (!cursor.TryReadEvent(out var name))
                    return Failed(cursor);
                hasEvent = true;
                readsData = Begin(name);
            }
            else if (!hasEvent)
            {
                // Data in front of the event: how to read it is known only later.
                postponed = cursor;
                isPostponed = true;
                cursor.SkipValue();
            }
            else if (!readsData)
            {
                cursor.SkipValue();
            }
            else if (!TryReadData(ref cursor, ref hasData))
            {
                return Failed(cursor);
            }
        }

        var raw = line[cursor.Consumed..];
        if (!hasEvent)
            return ParseFlat(ref root, raw);
        if (readsData && isPostponed && !TryReadData(ref postponed, ref hasData))
            return Failed(postponed);
        return Complete(hasData || !readsData, raw);
    }

    private bool TryReadData(ref JsonCursor cursor, ref bool hasData) =>
        cursor.TryEnterObject(Field.Data, out hasData) && (!hasData || TryReadData(ref cursor));
}
