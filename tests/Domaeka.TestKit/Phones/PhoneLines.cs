using System.Buffers;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Framing;
using Domaeka.Protocol.Messages;

namespace Domaeka.TestKit.Phones;

/// <summary>Cuts what the server sends into lines and reads them as a script does.</summary>
internal sealed class PhoneLines(Stream stream, PhoneProfile profile)
{
    private const int MaxLineBytes = 64 * 1024 * 1024;

    private readonly PhoneDecoder _decoder = new(profile.Dialect, profile.Capabilities);
    private readonly LineFramer _framer = new(MaxLineBytes);
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>True once the server has closed its side.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>How many lines came compressed.</summary>
    public long ExpandedLines => _decoder.ExpandedLines;

    /// <summary>The next complete line; null when more bytes are needed.</summary>
    public DecodeResult<OutboundLine>? TryTake()
    {
        var unread = new ReadOnlySequence<byte>(_buffer, _start, _end - _start);
        var before = unread.Length;
        if (_framer.TryReadLine(ref unread, out var line) != LineReadStatus.Line)
            return null;
        var result = _decoder.Decode(line);
        _start += (int)(before - unread.Length);
        return result;
    }

    /// <summary>Reads more bytes; false at the end.</summary>
    public async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        IsAtEnd = read == 0;
        return read > 0;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
