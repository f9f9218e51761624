namespace MySqlConnector.Protocol.Values;

/// <summary>BINARY, VARBINARY, BLOB, GEOMETRY: the bytes as they are.</summary>
internal sealed class BytesColumnReader : ColumnReader
{
    public override Type ClrType => typeof(byte[]);

    public override bool HoldsBytes => true;

    public override object ReadObject(ReadOnlySpan<byte> data) => data.ToArray();

    public override Guid ReadGuid(ReadOnlySpan<byte> data) =>
        data.Length == GuidBytes.Length ? GuidBytes.Read(data, MySqlGuidFormat.LittleEndianBinary16) : throw Cannot(typeof(Guid));
}
