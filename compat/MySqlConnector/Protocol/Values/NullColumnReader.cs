namespace MySqlConnector.Protocol.Values;

/// <summary>A column that is NULL in every row, such as that of SELECT NULL.</summary>
internal sealed class NullColumnReader : ColumnReader
{
    public override Type ClrType => typeof(object);

    public override object ReadObject(ReadOnlySpan<byte> data) => DBNull.Value;
}
