using System.Buffers.Binary;
using System.Globalization;

namespace MySqlConnector.Protocol.Values;

/// <summary>FLOAT. Text: decimal digits, of which the server sends six. Binary: IEEE 754, four bytes.</summary>
internal sealed class FloatColumnReader(bool isBinary) : ColumnReader
{
    public override Type ClrType => typeof(float);

    public override object ReadObject(ReadOnlySpan<byte> data) => ReadSingle(data);

    public override float ReadSingle(ReadOnlySpan<byte> data) => isBinary
        ? BinaryPrimitives.ReadSingleLittleEndian(data)
        : float.Parse(data, NumberStyles.Float, CultureInfo.InvariantCulture);

    public override double ReadDouble(ReadOnlySpan<byte> data) => ReadSingle(data);

    public override decimal ReadDecimal(ReadOnlySpan<byte> data) => (decimal)ReadSingle(data);
}
