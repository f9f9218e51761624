using System.Buffers;
using System.Text;
using Domaeka.Protocol.Framing;
using Domaeka.Protocol.Tests.Support;

namespace Domaeka.Protocol.Tests.Framing;

public sealed class LineFramerTests
{
    [Theory]
    [InlineData("one\ntwo\r\n\n\r\n끝\nrest", 1)]
    [InlineData("one\ntwo\r\n\n\r\n끝\nrest", 3)]
    [InlineData("one\ntwo\r\n\n\r\n끝\nrest", 100)]
    public void TryReadLine_SeveralLines_CutsAtLineEndsInOrder(string stream, int segment)
    {
        var framer = new LineFramer(100);
        var buffer = Lines.Cut(Encoding.UTF8.GetBytes(stream), segment);
        var found = new List<string>();

        while (framer.TryReadLine(ref buffer, out var line) == LineReadStatus.Line)
            found.Add(Encoding.UTF8.GetString(line));

        Assert.Equal(["one", "two", "", "", "끝"], found);
        Assert.Equal("rest", Encoding.UTF8.GetString(buffer));
    }

    [Fact]
    public void TryReadLine_ByteByByte_FindsTheLineOnce()
    {
        var framer = new LineFramer(100);
        var stream = "{\"a\":1}\r\n"u8.ToArray();

        for (var length = 0; length < stream.Length; length++)
        {
            var part = new ReadOnlySequence<byte>(stream, 0, length);
            Assert.Equal(LineReadStatus.NeedMore, framer.TryReadLine(ref part, out _));
            Assert.Equal(length, part.Length);
        }

        var all = new ReadOnlySequence<byte>(stream);
        Assert.Equal(LineReadStatus.Line, framer.TryReadLine(ref all, out var line));
        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(line));
        Assert.True(all.IsEmpty);
    }

    [Theory]
    [InlineData("12345\n", LineReadStatus.Line)]
    [InlineData("12345\r\n", LineReadStatus.Line)]
    [InlineData("12345\r", LineReadStatus.NeedMore)]
    [InlineData("123456\n", LineReadStatus.TooLong)]
    [InlineData("1234567", LineReadStatus.TooLong)]
    public void TryReadLine_AtTheLimit_CountsWithoutLineEnd(string stream, LineReadStatus expected)
    {
        var buffer = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(stream));

        Assert.Equal(expected, new LineFramer(5).TryReadLine(ref buffer, out _));
    }

    [Fact]
    public void TryReadLine_MebibyteWithoutLineEnd_IsTooLong()
    {
        const int Limit = 1024 * 1024;
        var buffer = Lines.Cut(new byte[Limit + 2], 4096);

        Assert.Equal(LineReadStatus.TooLong, new LineFramer(Limit).TryReadLine(ref buffer, out var line));
        Assert.True(line.IsEmpty);
        Assert.Equal(Limit + 2, buffer.Length);
    }

    [Fact]
    public void TryReadLine_BytesLookedAtBefore_AreNotScannedAgain()
    {
        var framer = new LineFramer(100);
        var stream = "aaaabbbb\n"u8.ToArray();
        var part = new ReadOnlySequence<byte>(stream, 0, 4);
        Assert.Equal(LineReadStatus.NeedMore, framer.TryReadLine(ref part, out _));

        // A line end planted where the framer has been: only a second scan of these bytes would find it.
        stream[1] = (byte)'\n';
        var more = new ReadOnlySequence<byte>(stream, 0, 8);
        Assert.Equal(LineReadStatus.NeedMore, framer.TryReadLine(ref more, out _));

        var all = new ReadOnlySequence<byte>(stream);
        Assert.Equal(LineReadStatus.Line, framer.TryReadLine(ref all, out var line));
        Assert.Equal(8, line.Length);
    }

    [Fact]
    public void MaxLineBytes_RaisedBetweenCalls_LetsTheLineThrough()
    {
        var framer = new LineFramer(3);
        var buffer = new ReadOnlySequence<byte>("123456\n"u8.ToArray());
        Assert.Equal(LineReadStatus.TooLong, framer.TryReadLine(ref buffer, out _));

        framer.MaxLineBytes = 6;

        Assert.Equal(LineReadStatus.Line, framer.TryReadLine(ref buffer, out var line));
        Assert.Equal(6, line.Length);
    }

    [Fact]
    public void MaxLineBytes_LessThanOne_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LineFramer(0));
}
