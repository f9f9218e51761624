namespace MySqlConnector.Session;

/// <summary>The generic and the piecewise ways to read a value.</summary>
internal static class FieldValues
{
    // The comparisons are decided when the method is compiled for T; no value is boxed.
    public static T Get<T>(MySqlDataReader reader, int ordinal)
    {
        if (typeof(T) == typeof(bool))
            return (T)(object)reader.GetBoolean(ordinal);
        if (typeof(T) == typeof(byte))
            return (T)(object)reader.GetByte(ordinal);
        if (typeof(T) == typeof(sbyte))
            return (T)(object)reader.GetSByte(ordinal);
        if (typeof(T) == typeof(short))
            return (T)(object)reader.GetInt16(ordinal);
        if (typeof(T) == typeof(ushort))
            return (T)(object)reader.GetUInt16(ordinal);
        if (typeof(T) == typeof(int))
            return (T)(object)reader.GetInt32(ordinal);
        if (typeof(T) == typeof(uint))
            return (T)(object)reader.GetUInt32(ordinal);
        if (typeof(T) == typeof(long))
            return (T)(object)reader.GetInt64(ordinal);
        if (typeof(T) == typeof(ulong))
            return (T)(object)reader.GetUInt64(ordinal);
        if (typeof(T) == typeof(float))
            return (T)(object)reader.GetFloat(ordinal);
        if (typeof(T) == typeof(double))
            return (T)(object)reader.GetDouble(ordinal);
        if (typeof(T) == typeof(decimal))
            return (T)(object)reader.GetDecimal(ordinal);
        if (typeof(T) == typeof(char))
            return (T)(object)reader.GetChar(ordinal);
        if (typeof(T) == typeof(string))
            return (T)(object)reader.GetString(ordinal);
        if (typeof(T) == typeof(DateTime))
            return (T)(object)reader.GetDateTime(ordinal);
        if (typeof(T) == typeof(DateTimeOffset))
            return (T)(object)reader.GetDateTimeOffset(ordinal);
        if (typeof(T) == typeof(DateOnly))
            return (T)(object)DateOnly.FromDateTime(reader.GetDateTime(ordinal));
        if (typeof(T) == typeof(TimeSpan))
            return (T)(object)reader.GetTimeSpan(ordinal);
        if (typeof(T) == typeof(TimeOnly))
            return (T)(object)TimeOnly.FromTimeSpan(reader.GetTimeSpan(ordinal));
        if (typeof(T) == typeof(MySqlDateTime))
            return (T)(object)reader.GetMySqlDateTime(ordinal);
        if (typeof(T) == typeof(Guid))
            return (T)(object)reader.GetGuid(ordinal);
        if (typeof(T) == typeof(Stream))
            return (T)(object)reader.GetStream(ordinal);
        if (typeof(T) == typeof(TextReader) || typeof(T) == typeof(StringReader))
            return (T)(object)reader.GetTextReader(ordinal);
        return (T)reader.GetValue(ordinal);
    }

    public static long CopyBytes(ReadOnlySpan<byte> data, long offset, byte[]? buffer, int bufferOffset, int length)
    {
        if (buffer is null)
            return data.Length;
        var part = Part(data.Length, offset, length);
        data[part].CopyTo(buffer.AsSpan(bufferOffset));
        return part.GetOffsetAndLength(data.Length).Length;
    }

    public static long CopyChars(string text, long offset, char[]? buffer, int bufferOffset, int length)
    {
        if (buffer is null)
            return text.Length;
        var part = Part(text.Length, offset, length);
        text.AsSpan()[part].CopyTo(buffer.AsSpan(bufferOffset));
        return part.GetOffsetAndLength(text.Length).Length;
    }

    private static Range Part(int total, long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var start = (int)Math.Min(offset, total);
        return start..(start + Math.Min(length, total - start));
    }
}
