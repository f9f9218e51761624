using System.Buffers.Binary;
using System.Buffers.Text;

namespace MySqlConnector.Protocol.Values;

/// <summary>
/// TINYINT to BIGINT, signed or not, and YEAR. Text: digits. Binary: 1 to 8 bytes, the lowest first (MySQL protocol, "Binary Protocol
/// Value").
/// </summary>
/// <param name="type">Type of the values.</param>
/// <param name="isUnsigned">Whether they have no sign.</param>
/// <param name="width">Bytes of the value; 0 in the text protocol.</param>
internal sealed class IntegerColumnReader(TypeCode type, bool isUnsigned, int width) : ColumnReader
{
    private static readonly object True = true;
    private static readonly object False = false;

    public override Type ClrType { get; } = type switch
    {
        TypeCode.Boolean => typeof(bool),
        TypeCode.SByte => typeof(sbyte),
        TypeCode.Byte => typeof(byte),
        TypeCode.Int16 => typeof(short),
        TypeCode.UInt16 => typeof(ushort),
        TypeCode.Int32 => typeof(int),
        TypeCode.UInt32 => typeof(uint),
        TypeCode.Int64 => typeof(long),
        _ => typeof(ulong),
    };

    public override object ReadObject(ReadOnlySpan<byte> data) => type switch
    {
        TypeCode.Boolean => ReadBoolean(data) ? True : False,
        TypeCode.SByte => (sbyte)ReadInt64(data),
        TypeCode.Byte => (byte)ReadInt64(data),
        TypeCode.Int16 => (short)ReadInt64(data),
        TypeCode.UInt16 => (ushort)ReadInt64(data),
        TypeCode.Int32 => (int)ReadInt64(data),
        TypeCode.UInt32 => (uint)ReadInt64(data),
        TypeCode.Int64 => ReadInt64(data),
        _ => ReadUInt64(data),
    };

    public override bool ReadBoolean(ReadOnlySpan<byte> data) => isUnsigned ? ReadUInt64(data) != 0 : ReadInt64(data) != 0;

    public override long ReadInt64(ReadOnlySpan<byte> data) =>
        isUnsigned ? checked((long)ReadUnsigned(data)) : ReadSigned(data);

    public override ulong ReadUInt64(ReadOnlySpan<byte> data) =>
        isUnsigned ? ReadUnsigned(data) : checked((ulong)ReadSigned(data));

    private long ReadSigned(ReadOnlySpan<byte> data)
    {
        switch (width)
        {
            case 0:
                return Utf8Parser.TryParse(data, out long value, out var consumed) && consumed == data.Length
                    ? value
                    : throw new FormatException("The server sent something else than an integer.");
            case 1:
                return (sbyte)data[0];
            case 2:
                return BinaryPrimitives.ReadInt16LittleEndian(data);
            case 4:
                return BinaryPrimitives.ReadInt32LittleEndian(data);
            default:
                return BinaryPrimitives.ReadInt64LittleEndian(data);
        }
    }

    private ulong ReadUnsigned(ReadOnlySpan<byte> data)
    {
        switch (width)
        {
            case 0:
                return Utf8Parser.TryParse(data, out ulong value, out var consumed) && consumed == data.Length
                    ? value
                    : throw new FormatException("The server sent something else than an unsigned integer.");
            case 1:
                return data[0];
            case 2:
                return BinaryPrimitives.ReadUInt16LittleEndian(data);
            case 4:
                return BinaryPrimitives.ReadUInt32LittleEndian(data);
            default:
                return BinaryPrimitives.ReadUInt64LittleEndian(data);
        }
    }
}
