using System.Buffers.Binary;
using System.Text;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.Protocol.Tests.Support;

namespace Domaeka.Protocol.Tests.Compression;

/// <summary>The phone's side: what is expanded, and what hostile or damaged lines come to.</summary>
public sealed class ExpansionTests
{
    private const string GoldenLegacy =
        """{"event":"compressed","data":{"encoding":"gzip","bytes":83,"content":"H4sIAAAAAAACA6tWSi1LzStRslLKTS0uTkxPDUotLsjPK05V0lFKSSxJVLKqVirKz88FKni9YSVQsCS1AqT6zdSO161TgfzkjMS8vNSc+MwUJau80pyc2loAUNGdz1MAAAA="}}""";

    private const string GoldenV33 =
        """{"event":"compressed","data":{"encoding":"gzip","bytes":229,"content":"H4sIAAAAAAACA02NTQrCMBBG7zLrqm2oVbNzqeBKUVCkxHaogXSmmKn4gwdy5728hCm6cPvmvfnugGckAQ2+OGLZOlyg96ZCiKA0YkDf4cRcB+H9egZYHA0RutyWoKl1LoIDS06mxqAcglB/+1yuTYcEL9JlTBJ2cqSCS0tVJxuPWRpuYkMjpm4CVLHKeknSU/FKKZ1MdKr6yWS4/Wk3pu7p1FszWCK37m+wYW/FMnnQuzga7x+P0Xwzy9LN+gMZ8l3V5QAAAA=="}}""";

    private static readonly byte[] Plain = Encoding.UTF8.GetBytes("""{"event":"messageResponse","data":{"room":"r","text":"hello hello hello","channel_id":"1"}}""");

    [Fact]
    public void Decode_GoldenLines_AreTheLinesInThem()
    {
        Assert.Equal(new TextLine("방", null, null, "안녕"), Decode(GoldenLegacy, WireDialect.Legacy).Message);
        Assert.Equal(new TextLine("방", null, "b", "안녕", ResponseEvent.ScheduleMessage), Decode(GoldenV33, WireDialect.V33).Message);
    }

    [Fact]
    public void Decode_CountsWhatItHasExpanded()
    {
        var decoder = CompressedLines.Decoder(WireDialect.Legacy);

        Assert.True(decoder.Decode(Encoding.UTF8.GetBytes(GoldenLegacy)).IsSuccess);
        Assert.True(decoder.Decode(Plain).IsSuccess);
        Assert.False(decoder.Decode(CompressedLines.Wrap([1, 2, 3], 3)).IsSuccess);
        Assert.True(decoder.Decode(Lines.Cut(Encoding.UTF8.GetBytes(GoldenLegacy), 7)).IsSuccess);

        Assert.Equal(2, decoder.ExpandedLines);
    }

    [Theory]
    [InlineData(WireDialect.Legacy)]
    [InlineData(WireDialect.V33)]
    public void Decode_PhoneThatHasNotDeclaredIt_KnowsNoSuchEvent(WireDialect dialect) =>
        Assert.Equal(new UnknownLine("compressed"), Lines.PhoneDecode(GoldenLegacy, dialect).Message);

    [Fact]
    public void Decode_DamagedOrCutAnywhere_IsRefused()
    {
        var gzip = CompressedLines.Gzip(Plain);
        for (var length = 0; length < gzip.Length; length++)
            Assert.Equal(DecodeError.InvalidCompression, Decode(CompressedLines.Wrap(gzip.AsSpan(0, length), Plain.Length)).Error);

        // Behind the header (whose times and flags say nothing of the content) nothing may differ.
        for (var at = 10; at < gzip.Length; at++)
        {
            var damaged = gzip.ToArray();
            damaged[at] ^= 0x10;
            Assert.Equal(DecodeError.InvalidCompression, Decode(CompressedLines.Wrap(damaged, Plain.Length)).Error);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(1_000)]
    public void Decode_WrongCount_IsRefused(int difference) =>
        Assert.Equal(DecodeError.InvalidCompression, Decode(CompressedLines.Wrap(CompressedLines.Gzip(Plain), Plain.Length + difference)).Error);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("-2147483648")]
    public void Decode_CountThatIsNone_IsRefused(string count) =>
        Assert.Equal(DecodeError.InvalidCompression, Decode(CompressedLines.Wrap(CompressedLines.Gzip(Plain), long.Parse(count))).Error);

    [Fact]
    public void Decode_SomethingBehindTheGzip_IsRefused()
    {
        var gzip = CompressedLines.Gzip(Plain);

        Assert.Equal(DecodeError.InvalidCompression, Decode(CompressedLines.Wrap([.. gzip, 0, 0, 0, 0, 0], Plain.Length)).Error);
        Assert.Equal(DecodeError.InvalidCompression, Decode(CompressedLines.Wrap([.. gzip, .. gzip], Plain.Length)).Error);
        Assert.Equal(DecodeError.InvalidCompression, Decode(CompressedLines.Wrap([.. gzip, .. gzip], Plain.Length * 2)).Error);
    }

    [Fact]
    public void Decode_CompressedWithinCompressed_IsRefused()
    {
        var inner = CompressedLines.Wrap(CompressedLines.Gzip(Plain), Plain.Length);

        Assert.Equal(DecodeError.InvalidCompression, Decode(CompressedLines.Wrap(CompressedLines.Gzip(inner), inner.Length)).Error);
    }

    [Fact]
    public void Decode_BadLineWithinCompressed_IsRefusedForItsOwnReason()
    {
        var inner = "{\"event\":\"ping\",\"data\":{}}"u8;

        Assert.Equal(DecodeError.MissingField, Decode(CompressedLines.Wrap(CompressedLines.Gzip(inner), inner.Length)).Error);
    }

    [Theory]
    [InlineData("""{"encoding":"br","bytes":3,"content":"AAAA"}""", DecodeError.UnknownEncoding)]
    [InlineData("""{"encoding":"GZIP","bytes":3,"content":"AAAA"}""", DecodeError.UnknownEncoding)]
    [InlineData("""{"encoding":1,"bytes":3,"content":"AAAA"}""", DecodeError.WrongType)]
    [InlineData("""{"bytes":3,"content":"AAAA"}""", DecodeError.MissingField)]
    [InlineData("""{"encoding":"gzip","content":"AAAA"}""", DecodeError.MissingField)]
    [InlineData("""{"encoding":"gzip","bytes":"3","content":"AAAA"}""", DecodeError.MissingField)]
    [InlineData("""{"encoding":"gzip","bytes":3.5,"content":"AAAA"}""", DecodeError.MissingField)]
    [InlineData("""{"encoding":"gzip","bytes":3}""", DecodeError.MissingField)]
    [InlineData("""{"encoding":"gzip","bytes":3,"content":null}""", DecodeError.MissingField)]
    [InlineData("""{"encoding":"gzip","bytes":3,"content":["AAAA"]}""", DecodeError.WrongType)]
    [InlineData("""{"encoding":"gzip","bytes":3,"content":"AAA"}""", DecodeError.InvalidBase64)]
    [InlineData("""{"encoding":"gzip","bytes":3,"content":"A{}A"}""", DecodeError.InvalidBase64)]
    [InlineData("""{"encoding":"gzip","bytes":3,"content":"\ud83d"}""", DecodeError.LoneSurrogate)]
    [InlineData("""{"encoding":"gzip","bytes":3,"content":""}""", DecodeError.InvalidCompression)]
    [InlineData("""{"encoding":"gzip","bytes":3,"bytes":3,"content":"AAAA"}""", DecodeError.DuplicateKey)]
    [InlineData("null", DecodeError.MissingField)]
    public void Decode_EnvelopeThatIsNone_IsRefused(string data, DecodeError expected)
    {
        foreach (var dialect in Enum.GetValues<WireDialect>())
            Assert.Equal(expected, Decode($$"""{"event":"compressed","data":{{data}}}""", dialect).Error);
    }

    [Fact]
    public void Decode_EscapesInTheBase64_AreRead() =>
        Assert.True(Decode(GoldenLegacy.Replace("/", "\\/", StringComparison.Ordinal).Replace("+", "\\u002b", StringComparison.Ordinal), WireDialect.Legacy).IsSuccess);

    [Fact]
    public void Decode_ZipBomb_ExpandsNoMoreThanIsAllowedNorThanItSays()
    {
        const int Size = 200_000_000;
        const int Allowed = 1024 * 1024;
        var bomb = CompressedLines.Gzip(new byte[Size]);
        var liar = bomb.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(liar.AsSpan(liar.Length - 4), 1_000);
        var honest = CompressedLines.Wrap(bomb, Size);
        var modest = CompressedLines.Wrap(bomb, 1_000);
        var lying = CompressedLines.Wrap(liar, 1_000);
        var decoder = CompressedLines.Decoder(WireDialect.Legacy, Allowed);
        Assert.Equal(DecodeError.InvalidCompression, decoder.Decode(lying).Error);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(DecodeError.LineTooLong, decoder.Decode(honest).Error);
        Assert.Equal(DecodeError.InvalidCompression, decoder.Decode(modest).Error);
        Assert.Equal(DecodeError.InvalidCompression, decoder.Decode(lying).Error);

        // The Base64 is some 260 KB, decoded three times; of the zeros there are at most 1,001.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3 * bomb.Length + 50_000);
    }

    [Fact]
    public void Decode_MoreClaimedThanFewBytesCanHold_MakesNoRoomForIt()
    {
        var gzip = CompressedLines.Gzip(Plain);
        BinaryPrimitives.WriteInt32LittleEndian(gzip.AsSpan(gzip.Length - 4), 60_000_000);
        var line = CompressedLines.Wrap(gzip, 60_000_000);
        var decoder = CompressedLines.Decoder(WireDialect.Legacy);
        decoder.Decode(line);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(DecodeError.InvalidCompression, decoder.Decode(line).Error);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void Decode_AsLongAsIsAllowed_IsExpandedAndOneByteMoreIsNot()
    {
        var line = CompressedLines.Wrap(CompressedLines.Gzip(Plain), Plain.Length);

        Assert.True(CompressedLines.Decoder(WireDialect.Legacy, Plain.Length).Decode(line).IsSuccess);
        Assert.Equal(DecodeError.LineTooLong, CompressedLines.Decoder(WireDialect.Legacy, Plain.Length - 1).Decode(line).Error);
    }

    private static DecodeResult<OutboundLine> Decode(byte[] line) => CompressedLines.Decoder(WireDialect.Legacy).Decode(line);

    private static DecodeResult<OutboundLine> Decode(string line, WireDialect dialect) =>
        CompressedLines.Decoder(dialect).Decode(Encoding.UTF8.GetBytes(line));
}
