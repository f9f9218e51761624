using System.Buffers.Binary;
using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Compat.Tests.Internals;

public sealed class PacketTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(0xFFFFFE, 1)]
    [InlineData(0xFFFFFF, 2)]
    [InlineData(0x1000000, 2)]
    [InlineData(2 * 0xFFFFFF, 3)]
    [InlineData(2 * 0xFFFFFF + 7, 3)]
    public void WriterAndReader_AnyLength_Agree(int length, int packets)
    {
        var payload = new byte[length];
        System.Security.Cryptography.RandomNumberGenerator.Fill(payload);
        var writer = new PayloadWriter();
        writer.Begin();
        writer.Write(payload);
        writer.End();
        writer.Begin(5);
        writer.WriteByte(42);
        writer.End();

        Assert.Equal(length + 1 + 4 * (packets + 1), writer.Written.Length);
        Assert.Equal(6, writer.NextSequence);
        var reader = new PacketReader { MaximumPayloadLength = PacketLimits.MaximumCommandPhasePayload };
        Assert.True(Feed(reader, writer.Written.Span, 100_000, out var read));
        Assert.True(read.AsSpan().SequenceEqual(payload));
        Assert.Equal(packets, reader.ExpectedSequence);
        reader.ExpectedSequence = 5;
        Assert.True(reader.TryRead(out var next));
        Assert.Equal([42], next.ToArray());
        Assert.Equal(0, reader.BufferedLength);
    }

    [Fact]
    public void TryRead_ByteByByte_WaitsForTheWhole()
    {
        var reader = new PacketReader();
        Assert.True(Feed(reader, [3, 0, 0, 0, 1, 2, 3], 1, out var payload));
        Assert.Equal([1, 2, 3], payload);
        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void TryRead_WrongSequence_Throws()
    {
        var reader = new PacketReader();
        Assert.Throws<MySqlProtocolException>(() => Feed(reader, [1, 0, 0, 7, 1], 5, out _));
    }

    [Fact]
    public void TryRead_AnnouncedLength_TakesNoMemory()
    {
        var reader = new PacketReader { MaximumPayloadLength = PacketLimits.MaximumCommandPhasePayload };
        Assert.False(Feed(reader, [0xFF, 0xFF, 0xFF, 0, 1, 2, 3], 7, out _));
        Assert.True(reader.PrepareFill().Length < 64 * 1024);

        var before = new PacketReader();
        Assert.Throws<MySqlProtocolException>(() => Feed(before, [0xFF, 0xFF, 0xFF, 0], 4, out _));
    }

    [Fact]
    public void LengthEncodedInteger_EveryWidth_ReadsTheSame()
    {
        foreach (var value in new ulong[] { 0, 250, 251, 0xFFFF, 0x10000, 0xFFFFFF, 0x1000000, uint.MaxValue, ulong.MaxValue })
        {
            var writer = new PayloadWriter();
            writer.Begin();
            writer.WriteLengthEncodedInteger(value);
            var reader = new PayloadReader(writer.Written.Span[4..]);
            Assert.Equal(value, reader.ReadLengthEncodedInteger());
            reader.ExpectEnd("The number");
        }
    }

    [Fact]
    public void Header_Written_IsLengthAndSequence()
    {
        var writer = new PayloadWriter();
        writer.Begin(9);
        writer.Write([1, 2]);
        writer.End();

        Assert.Equal(2u | 9u << 24, BinaryPrimitives.ReadUInt32LittleEndian(writer.Written.Span));
    }

    private static bool Feed(PacketReader reader, ReadOnlySpan<byte> bytes, int chunk, out byte[] payload)
    {
        ReadOnlyMemory<byte> read = default;
        var found = false;
        while (!bytes.IsEmpty)
        {
            var target = reader.PrepareFill().Span;
            var count = Math.Min(Math.Min(chunk, bytes.Length), target.Length);
            bytes[..count].CopyTo(target);
            reader.Filled(count);
            bytes = bytes[count..];
            if (!found && reader.TryRead(out read))
            {
                found = true;
                payload = read.ToArray();
                // The rest is for the next payload.
                while (!bytes.IsEmpty)
                {
                    target = reader.PrepareFill().Span;
                    count = Math.Min(bytes.Length, target.Length);
                    bytes[..count].CopyTo(target);
                    reader.Filled(count);
                    bytes = bytes[count..];
                }

                return true;
            }
        }

        payload = [];
        return found;
    }
}
