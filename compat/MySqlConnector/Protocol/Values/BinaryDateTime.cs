using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Values;

/// <summary>
/// Dates in the binary protocol: nothing (0000-00-00), the date, the time of day with it, or microseconds, too (MySQL protocol,
/// "Binary Protocol Value": MYSQL_TYPE_DATETIME). The length in front was taken off with the row.
/// </summary>
internal static class BinaryDateTime
{
    public static MySqlDateTime Parse(ReadOnlySpan<byte> data)
    {
        if (data.Length is not (0 or 4 or 7 or 11))
            throw new MySqlProtocolException($"A date of {data.Length} bytes.");
        if (data.IsEmpty)
            return default;
        var reader = new PayloadReader(data);
        int year = reader.ReadUInt16(), month = reader.ReadByte(), day = reader.ReadByte();
        if (reader.Remaining == 0)
            return new MySqlDateTime(year, month, day, 0, 0, 0, 0);
        int hour = reader.ReadByte(), minute = reader.ReadByte(), second = reader.ReadByte();
        var microsecond = reader.Remaining > 0 ? checked((int)reader.ReadUInt32()) : 0;
        return new MySqlDateTime(year, month, day, hour, minute, second, microsecond);
    }
}
