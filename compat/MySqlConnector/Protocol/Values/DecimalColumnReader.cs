using System.Globalization;

namespace MySqlConnector.Protocol.Values;

/// <summary>DECIMAL: digits, in the text and in the binary protocol. More than 28 of them are an <see cref="OverflowException"/>.</summary>
internal sealed class DecimalColumnReader : ColumnReader
{
    public override Type ClrType => typeof(decimal);

    public override object ReadObject(ReadOnlySpan<byte> data) => ReadDecimal(data);

    public override bool ReadBoolean(ReadOnlySpan<byte> data) => ReadDecimal(data) != 0;

    public override long ReadInt64(ReadOnlySpan<byte> data) => (long)ReadDecimal(data);

    public override ulong ReadUInt64(ReadOnlySpan<byte> data) => (ulong)ReadDecimal(data);

    public override double ReadDouble(ReadOnlySpan<byte> data) => (double)ReadDecimal(data);

    public override decimal ReadDecimal(ReadOnlySpan<byte> data) =>
        decimal.Parse(data, NumberStyles.Number, CultureInfo.InvariantCulture);
}
