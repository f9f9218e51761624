namespace MySqlConnector.Protocol.Values;

/// <summary>BIT(1) to BIT(64): bytes, the highest first, in the text and in the binary protocol.</summary>
internal sealed class BitColumnReader : ColumnReader
{
    public override Type ClrType => typeof(ulong);

    public override object ReadObject(ReadOnlySpan<byte> data) => ReadUInt64(data);

    public override bool ReadBoolean(ReadOnlySpan<byte> data) => ReadUInt64(data) != 0;

    public override long ReadInt64(ReadOnlySpan<byte> data) => checked((long)ReadUInt64(data));

    public override ulong ReadUInt64(ReadOnlySpan<byte> data)
    {
        var value = 0UL;
        foreach (var part in data)
            value = value << 8 | part;
        return value;
    }
}
