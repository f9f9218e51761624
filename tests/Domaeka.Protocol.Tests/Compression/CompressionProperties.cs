using System.IO.Compression;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.Protocol.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Protocol.Tests.Compression;

/// <summary>Whatever is sent compressed is read as it would be uncompressed, and no damage makes the decoder throw.</summary>
public sealed class CompressionProperties
{
    /// <summary>Long enough to shrink, with everything that makes JSON and framing stumble.</summary>
    private static readonly Gen<OutboundLine> LongText =
        from room in Generators.Text
        from text in Generators.Text
        from times in Gen.Choose(1, 400)
        select (OutboundLine)new TextLine(room, "1", "b", "n" + string.Concat(Enumerable.Repeat(text, Math.Min(times, 60_000 / (text.Length + 1)))));

    private static readonly Gen<byte> AnyByte = from value in Gen.Choose(0, 255) select (byte)value;

    [Theory]
    [InlineData(WireDialect.Legacy)]
    [InlineData(WireDialect.V33)]
    public void Line_CompressedByTheServer_IsDecodedAsItIsUncompressed(WireDialect dialect)
    {
        var compressed = 0;
        var decoder = CompressedLines.Decoder(dialect);
        Prop.ForAll(Gen.OneOf(LongText, Generators.Outbound).ToArbitrary(), Gen.Elements(Enum.GetValues<CompressionLevel>()).ToArbitrary(), (line, level) =>
        {
            var plain = CompressedLines.Compress(line, dialect, int.MaxValue);
            var sent = CompressedLines.Compress(line, dialect, 1, 0, level);
            Assert.Equal(plain.Result.Encoding, sent.Result.Encoding);
            if (plain.Result.Encoding != EncodeResult.Written)
                return;
            Assert.Equal(sent.Line.Length - 1, sent.Line.AsSpan().IndexOfAny((byte)'\n', (byte)'\r'));
            Assert.InRange(sent.Line.Length, 1, plain.Line.Length);
            if (!sent.Result.IsCompressed)
            {
                Assert.Equal(plain.Line, sent.Line);
                return;
            }

            compressed++;
            Assert.Equal((plain.Line.Length, sent.Line.Length), (sent.Result.PlainBytes, sent.Result.SentBytes));
            var expected = decoder.Decode(plain.Line.AsSpan(..^1));
            var actual = decoder.Decode(sent.Line.AsSpan(..^1));
            Assert.Equal(expected.Error, actual.Error);
            if (expected.Message is TextLine)
                Assert.Equal(expected.Message, actual.Message);
        }).QuickCheckThrowOnFailure();
        Assert.InRange(compressed, 10, 100);
    }

    [Fact]
    public void Line_CompressedAndThenDamaged_IsAResult()
    {
        var damaged =
            from line in LongText
            from at in Gen.Choose(0, int.MaxValue).ArrayOf(3)
            from value in AnyByte.ArrayOf(3)
            from cut in Gen.Elements(true, false)
            select Damage(CompressedLines.Compress(line, WireDialect.V33).Line, at, value, cut);
        Prop.ForAll(damaged.ToArbitrary(), line =>
        {
            foreach (var dialect in Enum.GetValues<WireDialect>())
            {
                var result = CompressedLines.Decoder(dialect, 100_000).Decode(line);
                Assert.Equal(result.IsSuccess, result.Error == DecodeError.None);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public void Content_OfAnyBytes_IsAResult() =>
        Prop.ForAll(AnyByte.ArrayOf().ToArbitrary(), Gen.Choose(-5, 5_000).ToArbitrary(), (content, bytes) =>
        {
            Assert.False(CompressedLines.Decoder(WireDialect.V33).Decode(CompressedLines.Wrap(content, bytes)).IsSuccess);
            byte[] withHeader = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, .. content, (byte)bytes, (byte)(bytes >> 8), 0, 0];
            Assert.False(CompressedLines.Decoder(WireDialect.V33).Decode(CompressedLines.Wrap(withHeader, bytes)).IsSuccess);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private static byte[] Damage(byte[] line, int[] at, byte[] value, bool cut)
    {
        var damaged = line[..^1];
        for (var i = 0; i < at.Length; i++)
            damaged[at[i] % damaged.Length] = value[i];
        return cut ? damaged[..(at[0] % damaged.Length)] : damaged;
    }
}
