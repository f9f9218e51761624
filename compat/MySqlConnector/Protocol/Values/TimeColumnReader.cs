using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Values;

/// <summary>
/// TIME, up to 838 hours in either direction. Binary: nothing, or sign, days, hours, minutes, seconds, and microseconds (MySQL
/// protocol, "Binary Protocol Value": MYSQL_TYPE_TIME).
/// </summary>
internal sealed class TimeColumnReader(bool isBinary) : ColumnReader
{
    public override Type ClrType => typeof(TimeSpan);

    public override object ReadObject(ReadOnlySpan<byte> data) => ReadTimeSpan(data);

    public override TimeSpan ReadTimeSpan(ReadOnlySpan<byte> data) => isBinary ? ReadBinary(data) : TextTime.Parse(data);

    private static TimeSpan ReadBinary(ReadOnlySpan<byte> data)
    {
        if (data.Length is not (0 or 8 or 12))
            throw new MySqlProtocolException($"A time of {data.Length} bytes.");
        if (data.IsEmpty)
            return TimeSpan.Zero;
        var reader = new PayloadReader(data);
        var isNegative = reader.ReadByte() != 0;
        var days = reader.ReadUInt32();
        int hours = reader.ReadByte(), minutes = reader.ReadByte(), seconds = reader.ReadByte();
        var microseconds = reader.Remaining > 0 ? reader.ReadUInt32() : 0;
        var value = TimeSpan.FromTicks(((days * 24L + hours) * 3600 + minutes * 60 + seconds) * TimeSpan.TicksPerSecond
            + microseconds * TimeSpan.TicksPerMicrosecond);
        return isNegative ? -value : value;
    }
}
