using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Compression;
using Domaeka.Protocol.Messages;
using Domaeka.Protocol.Tests.Support;

namespace Domaeka.Protocol.Tests.Compression;

public sealed partial class LineCompressorTests
{
    private static readonly string Notice = string.Concat(Enumerable.Range(1, 900).Select(i => $"{i}번 제주 감귤 {i * 3}kg {i * 1_900}원, "));

    [Theory]
    [InlineData(WireDialect.Legacy, CompressionLevel.Fastest)]
    [InlineData(WireDialect.Legacy, CompressionLevel.Optimal)]
    [InlineData(WireDialect.V33, CompressionLevel.Fastest)]
    [InlineData(WireDialect.V33, CompressionLevel.SmallestSize)]
    public void Encode_LongText_IsAnEnvelopeAroundTheVeryLine(WireDialect dialect, CompressionLevel level)
    {
        var line = new TextLine("방", "1", "b", Notice);
        var plain = Lines.Encode(line, dialect);

        var (sent, result) = CompressedLines.Compress(line, dialect, 10_240, 0.1, level);

        var envelope = Envelope().Match(Encoding.UTF8.GetString(sent));
        Assert.True(envelope.Success);
        Assert.Equal(Encoding.UTF8.GetByteCount(plain), int.Parse(envelope.Groups["bytes"].Value));
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(envelope.Groups["content"].Value)), CompressionMode.Decompress);
        Assert.Equal(plain, new StreamReader(gzip).ReadToEnd());
        Assert.Equal(new CompressionResult(EncodeResult.Written, Encoding.UTF8.GetByteCount(plain) + 1, sent.Length), result);
        Assert.InRange(sent.Length, 1, (int)(result.PlainBytes * 0.9));
    }

    [Fact]
    public void Encode_ShorterThanTheMinimum_IsTheLineAsItIs()
    {
        var line = new TextLine("방", "1", "b", Notice[..2_000]);
        var plain = Encoding.UTF8.GetBytes(Lines.Encode(line, WireDialect.Legacy) + "\n");

        var (atMinimum, compressed) = CompressedLines.Compress(line, WireDialect.Legacy, plain.Length - 1, 0.1);
        var (below, notCompressed) = CompressedLines.Compress(line, WireDialect.Legacy, plain.Length, 0.1);

        Assert.True(compressed.IsCompressed);
        Assert.NotEqual(plain, atMinimum);
        Assert.False(notCompressed.IsCompressed);
        Assert.Equal(plain, below);
    }

    [Fact]
    public void Encode_SavesExactlyWhatItMust_TheBoundDecides()
    {
        var line = new TextLine("방", "1", "b", Notice);
        var (_, free) = CompressedLines.Compress(line, WireDialect.V33);
        var saving = 1 - ((double)free.SentBytes / free.PlainBytes);

        Assert.True(CompressedLines.Compress(line, WireDialect.V33, 1, saving - 0.001).Result.IsCompressed);
        var (plain, result) = CompressedLines.Compress(line, WireDialect.V33, 1, saving + 0.001);
        Assert.False(result.IsCompressed);
        Assert.Equal(Lines.Encode(line, WireDialect.V33) + "\n", Encoding.UTF8.GetString(plain));
        Assert.False(CompressedLines.Compress(line, WireDialect.V33, 1, 1).Result.IsCompressed);
    }

    [Theory]
    [InlineData(WireDialect.Legacy)]
    [InlineData(WireDialect.V33)]
    public void Encode_PictureThatIsCompressedAlready_IsTheLineAsItIs(WireDialect dialect)
    {
        var line = new MediaLine { Room = "방", Items = [MediaItem.FromData(RandomNumberGenerator.GetBytes(300_000))] };

        var (sent, result) = CompressedLines.Compress(line, dialect, 10_240, 0.1);

        Assert.False(result.IsCompressed);
        Assert.Equal(Lines.Encode(line, dialect) + "\n", Encoding.UTF8.GetString(sent));
    }

    [Theory]
    [InlineData(WireDialect.Legacy)]
    [InlineData(WireDialect.V33)]
    public void Encode_PictureOfOneColour_IsCompressed(WireDialect dialect)
    {
        var line = new MediaLine { Room = "방", Items = [MediaItem.FromData(new byte[300_000])] };

        var (sent, result) = CompressedLines.Compress(line, dialect, 10_240, 0.1);

        Assert.True(result.IsCompressed);
        Assert.InRange(sent.Length, 1, 10_000);
        var media = Assert.IsType<MediaLine>(CompressedLines.Decoder(dialect).Decode(sent.AsSpan(..^1)).Message);
        Assert.Equal(300_000, media.Items[0].Data.Length);
    }

    [Fact]
    public void Encode_RandomText_SavesNothingAndIsTheLineAsItIs()
    {
        var line = new TextLine("방", "1", "b", Convert.ToBase64String(RandomNumberGenerator.GetBytes(30_000)));

        var (sent, result) = CompressedLines.Compress(line, WireDialect.V33, 10_240, 0.1);

        Assert.False(result.IsCompressed);
        Assert.Equal(Lines.Encode(line, WireDialect.V33) + "\n", Encoding.UTF8.GetString(sent));
    }

    [Fact]
    public void Encode_LineThatCannotBeWritten_WritesNothingAndSaysWhy()
    {
        var (empty, result) = CompressedLines.Compress(new TextLine("방", "1", "b", ""), WireDialect.V33);
        Assert.Equal(EncodeResult.EmptyText, result.Encoding);
        Assert.Empty(empty);

        var document = new MediaLine { Room = "방", Kind = MediaKind.Document, Items = [MediaItem.FromData(new byte[100_000])] };
        (empty, result) = CompressedLines.Compress(document, WireDialect.Legacy);
        Assert.Equal(EncodeResult.NotInDialect, result.Encoding);
        Assert.Empty(empty);
    }

    [Fact]
    public void Encode_AgainAndAgain_TakesItsBuffersFromThePool()
    {
        var line = new TextLine("방", "1", "b", Notice);
        var compressor = new LineCompressor(10_240, 0.1);
        var encoder = new OutboundEncoder();
        var sink = new Sink();
        for (var i = 0; i < 20; i++)
            compressor.Encode(encoder, line, WireDialect.V33, Lines.Now, sink);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            compressor.Encode(encoder, line, WireDialect.V33, Lines.Now, sink);

        // The line takes some 60 KB; the compressor's own objects a few hundred bytes.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 2_000);
    }

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(1, -0.1)]
    [InlineData(1, 1.1)]
    [InlineData(1, double.NaN)]
    public void Constructor_ValueOutOfRange_Throws(int minimumLineBytes, double minimumSaving) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LineCompressor(minimumLineBytes, minimumSaving));

    [GeneratedRegex("""^\{"event":"compressed","data":\{"encoding":"gzip","bytes":(?<bytes>\d+),"content":"(?<content>[A-Za-z0-9+/]+=*)"\}\}\n$""")]
    private static partial Regex Envelope();

    /// <summary>A transport that has room.</summary>
    private sealed class Sink : System.Buffers.IBufferWriter<byte>
    {
        private readonly byte[] _room = new byte[1024 * 1024];

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => _room;

        public Span<byte> GetSpan(int sizeHint = 0) => _room;
    }
}
