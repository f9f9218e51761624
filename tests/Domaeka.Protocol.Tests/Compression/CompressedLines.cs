using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Compression;
using Domaeka.Protocol.Messages;
using Domaeka.Protocol.Tests.Support;

namespace Domaeka.Protocol.Tests.Compression;

/// <summary>Compressed lines, as the server makes them and as nobody should.</summary>
internal static class CompressedLines
{
    /// <summary>A line and what <see cref="LineCompressor"/> says of it.</summary>
    public static (byte[] Line, CompressionResult Result) Compress(
        OutboundLine line, WireDialect dialect, int minimumLineBytes = 1, double minimumSaving = 0, CompressionLevel level = CompressionLevel.Optimal)
    {
        var output = new ArrayBufferWriter<byte>();
        var result = new LineCompressor(minimumLineBytes, minimumSaving, level).Encode(new OutboundEncoder(), line, dialect, Lines.Now, output);
        return (output.WrittenSpan.ToArray(), result);
    }

    public static byte[] Gzip(ReadOnlySpan<byte> plain)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
            gzip.Write(plain);
        return target.ToArray();
    }

    /// <summary>An envelope around any content, with any count.</summary>
    public static byte[] Wrap(ReadOnlySpan<byte> content, long bytes, string encoding = "gzip") => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"event":"compressed","data":{"encoding":"{{{encoding}}}","bytes":{{{bytes}}},"content":"{{{Convert.ToBase64String(content)}}}"}}"""));

    public static PhoneDecoder Decoder(WireDialect dialect, int maxExpandedBytes = WireLimits.MaxDecodableBytes) =>
        new(dialect, PhoneCapabilities.Gzip, maxExpandedBytes);
}
