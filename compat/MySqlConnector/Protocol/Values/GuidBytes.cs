namespace MySqlConnector.Protocol.Values;

/// <summary>The three orders of a <see cref="Guid"/>'s bytes in BINARY(16).</summary>
internal static class GuidBytes
{
    public const int Length = 16;

    public static Guid Read(ReadOnlySpan<byte> data, MySqlGuidFormat format)
    {
        if (data.Length != Length)
            throw new FormatException("A Guid takes 16 bytes.");
        if (format == MySqlGuidFormat.TimeSwapBinary16)
        {
            // UUID_TO_BIN(x, 1) puts the time's high and middle part in front of its low part.
            ReadOnlySpan<byte> straight = [.. data[4..8], .. data[2..4], .. data[..2], .. data[8..]];
            return new Guid(straight, bigEndian: true);
        }

        return new Guid(data, bigEndian: format == MySqlGuidFormat.Binary16);
    }

    public static void Write(Guid value, MySqlGuidFormat format, Span<byte> destination)
    {
        value.TryWriteBytes(destination, bigEndian: format != MySqlGuidFormat.LittleEndianBinary16, out _);
        if (format == MySqlGuidFormat.TimeSwapBinary16)
        {
            ReadOnlySpan<byte> swapped = [.. destination[6..8], .. destination[4..6], .. destination[..4]];
            swapped.CopyTo(destination);
        }
    }
}
