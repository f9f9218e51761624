using System.Buffers.Binary;
using System.Globalization;

namespace MySqlConnector.Protocol.Values;

/// <summary>DOUBLE. Text: decimal digits. Binary: IEEE 754, eight bytes.</summary>
internal sealed class DoubleColumnReader(bool isBinary) : ColumnReader
{
    public override Type ClrType => typeof(double);

    public override object ReadObject(ReadOnlySpan<byte> data) => ReadDouble(data);

    public override double ReadDouble(ReadOnlySpan<byte> data) => isBinary
        ? BinaryPrimitives.ReadDoubleLittleEndian(data)
        : double.Parse(data, NumberStyles.Float, CultureInfo.InvariantCulture);

    public override decimal ReadDecimal(ReadOnlySpan<byte> data) => (decimal)ReadDouble(data);
}
