using System.Buffers.Binary;
using MySqlConnector.Protocol.Payloads;

namespace MySqlConnector.Protocol.Packets;

/// <summary>
/// Takes payloads out of the stream of bytes (MySQL protocol, "MySQL Packets"). A payload is handed out as a slice of the buffer,
/// valid until the next one is asked for. The buffer grows with the bytes that came, never with a length that was only announced.
/// </summary>
internal sealed class PacketReader
{
    private const int InitialCapacity = 16 * 1024;
    private const int KeptCapacity = 256 * 1024;

    private byte[] _buffer = new byte[InitialCapacity];
    private int _start;
    private int _end;
    // Of a payload in several packets: what has been joined so far, from _start on. 0 when no such payload is under way.
    private int _joined;
    private bool _joining;
    private byte _sequence;
    private bool _anySequence;

    /// <summary>Longest payload that is believed; a longer one is a <see cref="MySqlProtocolException"/>. In bytes.</summary>
    public int MaximumPayloadLength { get; set; } = PacketLimits.MaximumConnectionPhasePayload;

    /// <summary>Sequence number that the next packet must carry.</summary>
    public byte ExpectedSequence
    {
        get => _sequence;
        set => _sequence = value;
    }

    /// <summary>Takes whatever sequence number comes next: the answer to a command that was not read to its end.</summary>
    public void AcceptAnySequence() => _anySequence = true;

    /// <summary>Bytes that came and were not asked for yet. Not 0 between two commands: the server said something unasked.</summary>
    public int BufferedLength => _end - _start;

    /// <summary>Hands out the next payload when all of it has come; otherwise fill the buffer (<see cref="PrepareFill"/>) and try again.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> payload)
    {
        while (true)
        {
            // Joined bytes lie in front; the next header comes after them.
            var headerAt = _start + _joined;
            if (_end - headerAt < PacketLimits.HeaderLength)
                break;
            var header = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(headerAt));
            var length = (int)(header & 0xFFFFFF);
            if ((long)_joined + length > MaximumPayloadLength)
                throw new MySqlProtocolException($"The server announced a payload of more than {MaximumPayloadLength} bytes.");
            if (_end - headerAt - PacketLimits.HeaderLength < length)
                break;

            var sequence = (byte)(header >> 24);
            // A server that ends the connection (shutdown, KILL, idle for too long) says so unasked, as packet 0.
            var isFarewell = sequence == 0 && length > 0 && _buffer[headerAt + PacketLimits.HeaderLength] == ErrPayload.Header;
            if (sequence != _sequence && !_anySequence && !isFarewell)
                throw new MySqlProtocolException($"Packet {sequence} came where packet {_sequence} was expected.");
            _anySequence = false;
            _sequence = (byte)(sequence + 1);

            if (!_joining && length < PacketLimits.MaximumPacketLength)
            {
                payload = _buffer.AsMemory(headerAt + PacketLimits.HeaderLength, length);
                _start = headerAt + PacketLimits.HeaderLength + length;
                return true;
            }

            Join(headerAt, length);
            if (length < PacketLimits.MaximumPacketLength)
            {
                payload = _buffer.AsMemory(_start, _joined);
                _start += _joined;
                _joined = 0;
                _joining = false;
                return true;
            }
        }

        payload = default;
        return false;
    }

    /// <summary>Where the next bytes of the stream belong. Moves what is unread, so that earlier payloads are no longer valid.</summary>
    public Memory<byte> PrepareFill()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            var unread = _end - _start;
            if (unread > _buffer.Length / 2)
            {
                var larger = new byte[(int)Math.Min((long)_buffer.Length * 2, Array.MaxLength)];
                _buffer.AsSpan(_start, unread).CopyTo(larger);
                _buffer = larger;
            }
            else
            {
                _buffer.AsSpan(_start, unread).CopyTo(_buffer);
            }

            _start = 0;
            _end = unread;
        }

        return _buffer.AsMemory(_end);
    }

    /// <summary>Takes note of <paramref name="count"/> bytes that were read into what <see cref="PrepareFill"/> gave.</summary>
    public void Filled(int count) => _end += count;

    /// <summary>Gives back the memory that a long payload took. Only when nothing is unread.</summary>
    public void Trim()
    {
        if (_start != _end || _buffer.Length <= KeptCapacity)
            return;
        _start = _end = 0;
        _buffer = new byte[InitialCapacity];
    }

    // Closes the gap of the header, so that the parts of the payload lie side by side.
    private void Join(int headerAt, int length)
    {
        var content = headerAt + PacketLimits.HeaderLength;
        _buffer.AsSpan(content, _end - content).CopyTo(_buffer.AsSpan(headerAt));
        _end -= PacketLimits.HeaderLength;
        _joined += length;
        _joining = true;
    }
}
