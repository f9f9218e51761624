using System.Buffers.Binary;
using System.Text;

namespace MySqlConnector.Protocol.Packets;

/// <summary>
/// Reads the parts of one payload (MySQL protocol, "Protocol Data Types"). A payload that ends too early, or goes on where it
/// should end, is a <see cref="MySqlProtocolException"/>.
/// </summary>
internal ref struct PayloadReader(ReadOnlySpan<byte> payload)
{
    private readonly ReadOnlySpan<byte> _payload = payload;
    private int _position;

    public readonly int Position => _position;

    public readonly int Remaining => _payload.Length - _position;

    public byte ReadByte() => Take(1)[0];

    /// <summary>Reads a byte that can only be <paramref name="expected"/>.</summary>
    public void ReadExactly(byte expected, string message)
    {
        var actual = ReadByte();
        if (actual != expected)
            throw new MySqlProtocolException($"{message} begins with 0x{expected:X2}, not with 0x{actual:X2}.");
    }

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public void Skip(int count) => Take(count);

    public ReadOnlySpan<byte> ReadBytes(int count) => Take(count);

    public ReadOnlySpan<byte> ReadToEnd() => Take(Remaining);

    public ReadOnlySpan<byte> ReadNullTerminated()
    {
        var length = _payload[_position..].IndexOf((byte)0);
        if (length < 0)
            throw new MySqlProtocolException("A string without its closing zero byte.");
        var text = Take(length);
        _position++;
        return text;
    }

    /// <summary>As <see cref="ReadNullTerminated"/>, but the end of the payload closes the string, too.</summary>
    public ReadOnlySpan<byte> ReadNullTerminatedOrToEnd() =>
        _payload[_position..].Contains((byte)0) ? ReadNullTerminated() : ReadToEnd();

    public ulong ReadLengthEncodedInteger()
    {
        var first = ReadByte();
        switch (first)
        {
            case < 0xFB:
                return first;
            case 0xFC:
                return ReadUInt16();
            case 0xFD:
                var bytes = Take(3);
                return (ulong)(bytes[0] | bytes[1] << 8 | bytes[2] << 16);
            case 0xFE:
                return ReadUInt64();
            default:
                throw new MySqlProtocolException($"0x{first:X2} begins no length-encoded integer.");
        }
    }

    public ReadOnlySpan<byte> ReadLengthEncoded()
    {
        var length = ReadLengthEncodedInteger();
        if (length > (ulong)Remaining)
            throw new MySqlProtocolException($"A string of {length} bytes in a payload with {Remaining} bytes left.");
        return Take((int)length);
    }

    public string ReadLengthEncodedString() => Encoding.UTF8.GetString(ReadLengthEncoded());

    /// <summary>Refuses bytes that the message does not have.</summary>
    public readonly void ExpectEnd(string message)
    {
        if (Remaining != 0)
            throw new MySqlProtocolException($"{message} has {Remaining} bytes too many.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)Remaining)
            throw new MySqlProtocolException($"The payload ends {count - Remaining} bytes too early.");
        var taken = _payload.Slice(_position, count);
        _position += count;
        return taken;
    }
}
