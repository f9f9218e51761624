using System.Buffers;
using System.Text;
using Domaeka.Adapters.Tcp.Inbound;
using Domaeka.Protocol.Framing;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Adapters.Tcp.Tests.Inbound;

public sealed class LineSplitterTests
{
    [Fact]
    public void TryTake_LineTooLong_IsReportedOnceAndTheNextLineIsRead()
    {
        Assert.Equal(["short", "!", "next"], Split("short\n" + new string('x', 50) + "\nnext\n", maxLineBytes: 10, chunk: 7));
    }

    [Fact]
    public void TryTake_LineTooLong_KeepsNothingOfIt()
    {
        var splitter = new LineSplitter(10);
        var buffer = new ReadOnlySequence<byte>(new byte[1_000_000]);

        Assert.Equal(LineReadStatus.TooLong, splitter.TryTake(ref buffer, out _));
        Assert.Equal(LineReadStatus.NeedMore, splitter.TryTake(ref buffer, out _));
        Assert.True(buffer.IsEmpty);
    }

    [Fact]
    public void TryTake_AnyLinesInAnyPieces_GivesEachLineOrItsSkip() =>
        Prop.ForAll<NonNull<byte[]>, PositiveInt, PositiveInt>((lengths, limit, chunk) =>
        {
            var maxLineBytes = (limit.Get % 40) + 1;
            var lines = lengths.Get.Select(length => new string('a', length % 60)).ToArray();
            var expected = lines.Select(line => line.Length > maxLineBytes ? "!" : line);
            return Split(string.Concat(lines.Select(line => line + "\n")), maxLineBytes, (chunk.Get % 30) + 1).SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();

    private static List<string> Split(string text, int maxLineBytes, int chunk)
    {
        var splitter = new LineSplitter(maxLineBytes);
        var bytes = Encoding.UTF8.GetBytes(text);
        var unread = 0;
        var found = new List<string>();
        for (var arrived = Math.Min(chunk, bytes.Length); ; arrived = Math.Min(arrived + chunk, bytes.Length))
        {
            var buffer = new ReadOnlySequence<byte>(bytes, unread, arrived - unread);
            LineReadStatus status;
            while ((status = splitter.TryTake(ref buffer, out var line)) != LineReadStatus.NeedMore)
                found.Add(status == LineReadStatus.TooLong ? "!" : Encoding.UTF8.GetString(line));
            unread = arrived - (int)buffer.Length;
            if (arrived == bytes.Length)
                return found;
        }
    }
}
