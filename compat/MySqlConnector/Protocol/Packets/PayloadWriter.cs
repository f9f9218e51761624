using System.Buffers.Binary;
using System.Text;

namespace MySqlConnector.Protocol.Packets;

/// <summary>
/// Collects one or more payloads with their packet headers, so that a command leaves in one write (MySQL protocol, "MySQL Packets"
/// and "Protocol Data Types").
/// </summary>
internal sealed class PayloadWriter
{
    private const int InitialCapacity = 4 * 1024;
    private const int KeptCapacity = 256 * 1024;

    private byte[] _buffer = new byte[InitialCapacity];
    private int _position;
    private int _payloadStart;
    private byte _sequence;

    /// <summary>What was collected, headers and all.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _position);

    /// <summary>Length of the payload under way, in bytes.</summary>
    public int PayloadLength => _position - _payloadStart;

    /// <summary>Sequence number after the last packet: the one that the answer begins with.</summary>
    public byte NextSequence => _sequence;

    /// <summary>Forgets everything collected.</summary>
    public void Clear() => _position = 0;

    /// <summary>Forgets everything collected and gives back the memory that a long command took.</summary>
    public void Trim()
    {
        Clear();
        if (_buffer.Length > KeptCapacity)
            _buffer = new byte[InitialCapacity];
    }

    /// <summary>Begins a payload; <paramref name="sequence"/> is 0 for a command and continues the exchange otherwise.</summary>
    public void Begin(byte sequence = 0)
    {
        _sequence = sequence;
        Reserve(PacketLimits.HeaderLength);
        _position += PacketLimits.HeaderLength;
        _payloadStart = _position;
    }

    /// <summary>Ends the payload: writes its header, or, when it is too long for one packet, cuts it into several.</summary>
    public void End()
    {
        var length = PayloadLength;
        var further = length / PacketLimits.MaximumPacketLength;
        if (further > 0)
        {
            // Make room for the further headers, last part first; a payload that fills its packets ends with an empty one.
            Reserve(further * PacketLimits.HeaderLength);
            for (var part = further; part > 0; part--)
            {
                var from = _payloadStart + part * PacketLimits.MaximumPacketLength;
                var partLength = Math.Min(PacketLimits.MaximumPacketLength, length - part * PacketLimits.MaximumPacketLength);
                var to = from + part * PacketLimits.HeaderLength;
                _buffer.AsSpan(from, partLength).CopyTo(_buffer.AsSpan(to));
                WriteHeader(to - PacketLimits.HeaderLength, partLength, (byte)(_sequence + part));
            }

            _position += further * PacketLimits.HeaderLength;
        }

        WriteHeader(_payloadStart - PacketLimits.HeaderLength, Math.Min(length, PacketLimits.MaximumPacketLength), _sequence);
        _sequence = (byte)(_sequence + further + 1);
    }

    /// <summary>Room for at least <paramref name="sizeHint"/> bytes; <see cref="Advance"/> says how many were used.</summary>
    public Span<byte> GetSpan(int sizeHint)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_position);
    }

    public void Advance(int count) => _position += count;

    /// <summary>Takes back the payload's bytes from <paramref name="payloadLength"/> on.</summary>
    public void Truncate(int payloadLength) => _position = _payloadStart + payloadLength;

    /// <summary>A part of the payload that was written and is to be changed afterwards.</summary>
    public Span<byte> Patch(int offset, int length) => _buffer.AsSpan(_payloadStart + offset, length);

    public void WriteByte(byte value)
    {
        Reserve(1);
        _buffer[_position++] = value;
    }

    public void WriteUInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(GetSpan(2), value);
        _position += 2;
    }

    public void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(GetSpan(4), value);
        _position += 4;
    }

    public void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(GetSpan(8), value);
        _position += 8;
    }

    public void WriteZeros(int count)
    {
        GetSpan(count)[..count].Clear();
        _position += count;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _position += bytes.Length;
    }

    /// <summary>Writes characters as UTF-8, without a length.</summary>
    public void WriteUtf8(ReadOnlySpan<char> text)
    {
        // Three bytes for each char is the most: a pair of surrogates takes four.
        if (text.Length <= 512)
        {
            _position += Encoding.UTF8.GetBytes(text, GetSpan(text.Length * 3));
            return;
        }

        var count = Encoding.UTF8.GetByteCount(text);
        _position += Encoding.UTF8.GetBytes(text, GetSpan(count));
    }

    public void WriteNullTerminated(ReadOnlySpan<char> text)
    {
        WriteUtf8(text);
        WriteByte(0);
    }

    /// <summary>Protocol Data Types, "int&lt;lenenc&gt;".</summary>
    public void WriteLengthEncodedInteger(ulong value)
    {
        switch (value)
        {
            case < 0xFB:
                WriteByte((byte)value);
                break;
            case <= 0xFFFF:
                WriteByte(0xFC);
                WriteUInt16((ushort)value);
                break;
            case <= 0xFFFFFF:
                WriteUInt32((uint)(value << 8) | 0xFD);
                break;
            default:
                WriteByte(0xFE);
                WriteUInt64(value);
                break;
        }
    }

    /// <summary>Protocol Data Types, "string&lt;lenenc&gt;".</summary>
    public void WriteLengthEncoded(ReadOnlySpan<byte> bytes)
    {
        WriteLengthEncodedInteger((ulong)bytes.Length);
        Write(bytes);
    }

    /// <summary>Protocol Data Types, "string&lt;lenenc&gt;", of the characters' UTF-8.</summary>
    public void WriteLengthEncoded(ReadOnlySpan<char> text)
    {
        WriteLengthEncodedInteger((ulong)Encoding.UTF8.GetByteCount(text));
        WriteUtf8(text);
    }

    private void WriteHeader(int at, int length, byte sequence) =>
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(at), (uint)length | (uint)sequence << 24);

    private void Reserve(int count)
    {
        var needed = (long)_position + count;
        if (needed <= _buffer.Length)
            return;
        if (needed > PacketLimits.MaximumCommandPhasePayload)
            throw new MySqlException(MySqlErrorCode.PacketTooLarge, "08S01", "A command cannot be longer than 1 GiB, the greatest max_allowed_packet.");
        Array.Resize(ref _buffer, (int)Math.Min(Math.Max(needed, _buffer.Length * 2L), PacketLimits.MaximumCommandPhasePayload));
    }
}
