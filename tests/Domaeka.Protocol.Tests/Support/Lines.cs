using System.Buffers;
using System.Text;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Tests.Support;

/// <summary>Short ways to and from lines.</summary>
internal static class Lines
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 22, 19, 42, 195, TimeSpan.Zero);

    public static DecodeResult<InboundMessage> Decode(string line) => Decode(Encoding.UTF8.GetBytes(line));

    public static DecodeResult<InboundMessage> Decode(byte[] line) => new InboundDecoder().Decode(line);

    public static DecodeResult<OutboundLine> PhoneDecode(string line, WireDialect dialect) =>
        new PhoneDecoder(dialect).Decode(Encoding.UTF8.GetBytes(line));

    /// <summary>Encodes a line and checks that it is exactly one line.</summary>
    public static string Encode(OutboundLine line, WireDialect dialect)
    {
        var encoder = new OutboundEncoder();
        var output = new ArrayBufferWriter<byte>();
        Assert.Equal(EncodeResult.Written, encoder.Encode(line, dialect, Now, output));
        return OneLine(output);
    }

    /// <summary>Encodes a line as a phone and checks that it is exactly one line.</summary>
    public static string PhoneEncode(InboundMessage message, WireDialect dialect)
    {
        var encoder = new PhoneEncoder(dialect);
        var output = new ArrayBufferWriter<byte>();
        Assert.Equal(EncodeResult.Written, encoder.Encode(message, output));
        return OneLine(output);
    }

    /// <summary>The bytes cut into segments of the given size.</summary>
    public static ReadOnlySequence<byte> Cut(byte[] bytes, int size)
    {
        var first = new Segment(bytes.AsMemory(0, Math.Min(size, bytes.Length)), 0);
        var last = first;
        for (var at = size; at < bytes.Length; at += size)
            last = last.Append(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private static string OneLine(ArrayBufferWriter<byte> output)
    {
        var written = output.WrittenSpan;
        Assert.Equal(written.Length - 1, written.IndexOfAny((byte)'\n', (byte)'\r'));
        return Encoding.UTF8.GetString(written[..^1]);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long runningIndex)
        {
            Memory = memory;
            RunningIndex = runningIndex;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
