using System.Buffers;
using Domaeka.Protocol.Framing;

namespace Domaeka.Adapters.Tcp.Inbound;

/// <summary>
/// Cuts what a phone sends into lines and skips a line that is too long up to its end, without keeping any of it: a line end is
/// always a line end on this wire, so what follows can be read again.
/// </summary>
internal sealed class LineSplitter(int maxLineBytes)
{
    private LineFramer _framer = new(maxLineBytes);
    private bool _skipping;

    /// <summary>Longest line in bytes without its line end.</summary>
    public int MaxLineBytes
    {
        get => _framer.MaxLineBytes;
        set => _framer.MaxLineBytes = value;
    }

    /// <summary>
    /// Takes the next line. <see cref="LineReadStatus.TooLong"/> is returned once for each line that is skipped; call again.
    /// </summary>
    /// <param name="buffer">The unread bytes; moved behind what was taken or skipped.</param>
    /// <param name="line">The line; empty unless <see cref="LineReadStatus.Line"/> is returned.</param>
    public LineReadStatus TryTake(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (_skipping && !TrySkip(ref buffer))
            return LineReadStatus.NeedMore;

        var status = _framer.TryReadLine(ref buffer, out line);
        if (status == LineReadStatus.TooLong)
        {
            // A fresh framer, since this one remembers how far it has looked into bytes that are now dropped.
            _framer = new LineFramer(_framer.MaxLineBytes);
            _skipping = true;
        }

        return status;
    }

    private bool TrySkip(ref ReadOnlySequence<byte> buffer)
    {
        var end = buffer.PositionOf((byte)'\n');
        buffer = end is null ? buffer.Slice(buffer.End) : buffer.Slice(buffer.GetPosition(1, end.Value));
        _skipping = end is null;
        return !_skipping;
    }
}
