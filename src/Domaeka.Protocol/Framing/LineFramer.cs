using System.Buffers;

namespace Domaeka.Protocol.Framing;

/// <summary>
/// Cuts a byte stream into lines that end in <c>\n</c> or <c>\r\n</c>. It remembers how far it has looked, so a line that
/// arrives byte by byte is scanned once, not once per byte. One instance per connection; not thread-safe.
/// </summary>
/// <param name="maxLineBytes">Longest line in bytes without its line end; at least 1.</param>
public sealed class LineFramer(int maxLineBytes)
{
    private int _maxLineBytes = AtLeastOne(maxLineBytes);
    private long _scanned;

    /// <summary>Longest line in bytes without its line end, at least 1. May be changed between two calls.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaxLineBytes
    {
        get => _maxLineBytes;
        set => _maxLineBytes = AtLeastOne(value);
    }

    /// <summary>Takes the next line from <paramref name="buffer"/>.</summary>
    /// <param name="buffer">
    /// The unread bytes of the connection. On <see cref="LineReadStatus.Line"/> it is moved behind the line end, otherwise it
    /// is unchanged; the next call must pass the same unread bytes again, with what has arrived since behind them.
    /// </param>
    /// <param name="line">The line without its line end; empty unless <see cref="LineReadStatus.Line"/> is returned.</param>
    public LineReadStatus TryReadLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (_scanned > buffer.Length)
            _scanned = 0;

        var end = buffer.Slice(_scanned).PositionOf((byte)'\n');
        if (end is null)
        {
            _scanned = buffer.Length;
            // One byte of grace: the last one may be the \r of a line that just fits.
            return _scanned > _maxLineBytes + 1L ? LineReadStatus.TooLong : LineReadStatus.NeedMore;
        }

        var found = WithoutCarriageReturn(buffer.Slice(0, end.Value));
        if (found.Length > _maxLineBytes)
            return LineReadStatus.TooLong;

        line = found;
        buffer = buffer.Slice(buffer.GetPosition(1, end.Value));
        _scanned = 0;
        return LineReadStatus.Line;
    }

    private static ReadOnlySequence<byte> WithoutCarriageReturn(ReadOnlySequence<byte> line)
    {
        if (line.IsEmpty)
            return line;
        var body = line.Length - 1;
        return line.Slice(body).FirstSpan[0] == (byte)'\r' ? line.Slice(0, body) : line;
    }

    private static int AtLeastOne(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }
}
