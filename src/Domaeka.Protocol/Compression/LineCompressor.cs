using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Compression;

/// <summary>
/// Server side: writes lines for a phone that reads compressed ones (<see cref="PhoneCapabilities.Gzip"/>; <c>docs/protocol.md</c>, "Compressed
/// lines"). Thread-safe: it keeps nothing between lines, and works in the shared pool's arrays.
/// </summary>
/// <remarks>
/// <c>{"event":"compressed","data":{"encoding":"gzip","bytes":N,"content":"..."}}</c>, in either dialect: the content is the Base64 of the gzip of the
/// line that would else have been written, N bytes without its line end.
/// </remarks>
public sealed class LineCompressor
{
    /// <summary>So much of a picture is compressed to find out whether it can be at all; JPEG and PNG cannot.</summary>
    private const int SampleBytes = 32 * 1024;

    /// <summary>Compressed at a time, so that it can be given up as soon as it is too long.</summary>
    private const int PieceBytes = 32 * 1024;

    private readonly int _minimumLineBytes;
    private readonly double _largestShare;
    private readonly CompressionLevel _level;

    /// <summary>Sets the rules.</summary>
    /// <param name="minimumLineBytes">Shorter lines, in bytes without their line end, are written as they are; at least 1.</param>
    /// <param name="minimumSaving">What compressing must save, as a share of the line (line ends counted on both sides), 0 to 1.</param>
    /// <param name="level">How much work to spend. (default: <see cref="CompressionLevel.Optimal"/>)</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public LineCompressor(int minimumLineBytes, double minimumSaving, CompressionLevel level = CompressionLevel.Optimal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumLineBytes, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(minimumSaving);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minimumSaving, 1);
        _minimumLineBytes = minimumLineBytes;
        _largestShare = 1 - minimumSaving;
        _level = level;
    }

    /// <summary>Shorter lines, in bytes without their line end, are written as they are.</summary>
    public int MinimumLineBytes => _minimumLineBytes;

    private static ReadOnlySpan<byte> BeforeCount => "{\"event\":\"compressed\",\"data\":{\"encoding\":\"gzip\",\"bytes\":"u8;

    private static ReadOnlySpan<byte> BehindCount => ",\"content\":\""u8;

    private static ReadOnlySpan<byte> BehindContent => "\"}}\n"u8;

    /// <summary>Writes one line, line end included: compressed if it is long enough and that saves enough, as it is otherwise.</summary>
    /// <param name="encoder">Writes the line as it is.</param>
    /// <param name="line">What to say.</param>
    /// <param name="dialect">The dialect of the phone.</param>
    /// <param name="time">Time of sending; v3.3 lines carry it.</param>
    /// <param name="output">Takes the line, unless it cannot be written (<see cref="CompressionResult.Encoding"/>).</param>
    public CompressionResult Encode(OutboundEncoder encoder, OutboundLine line, WireDialect dialect, DateTimeOffset time, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(output);
        if (!IsWorthTrying(line))
            return new CompressionResult(encoder.Encode(line, dialect, time, output));

        using var plain = new PooledBuffer();
        var result = encoder.Encode(line, dialect, time, plain);
        if (result != EncodeResult.Written)
            return new CompressionResult(result);
        if (plain.Written.Length > _minimumLineBytes && TryCompress(plain.Written, output) is { } sent)
            return new CompressionResult(result, plain.Written.Length, sent);

        output.Write(plain.Written);
        return new CompressionResult(result);
    }

    /// <summary>False for what is short in any case, and for pictures that do not shrink: those are not even gathered.</summary>
    private bool IsWorthTrying(OutboundLine line) => line switch
    {
        TextLine => true,
        MediaLine { Items: [{ Url: null }, ..] } media => IsWorthTrying(media.Items),
        MediaLine => true,
        _ => false,
    };

    private bool IsWorthTrying(IReadOnlyList<MediaItem> pictures)
    {
        // The middle of the largest: in front stand headers and tables.
        var largest = pictures.MaxBy(item => item.Data.Length)!.Data;
        var size = Math.Min(SampleBytes, largest.Length);
        using var compressed = Compress(largest.Span.Slice((largest.Length - size) / 2, size), (int)(size * _largestShare));
        return compressed is not null;
    }

    /// <returns>The length of what was written; null when nothing was, since it would not save enough.</returns>
    private long? TryCompress(ReadOnlySpan<byte> lineAndEnd, IBufferWriter<byte> output)
    {
        var line = lineAndEnd[..^1];
        Span<byte> count = stackalloc byte[16];
        Utf8Formatter.TryFormat(line.Length, count, out var digits);
        var envelope = BeforeCount.Length + digits + BehindCount.Length + BehindContent.Length;
        var most = (int)(lineAndEnd.Length * _largestShare) - envelope;
        if (most < 4)
            return null;
        using var compressed = Compress(line, most / 4 * 3);
        if (compressed is null)
            return null;

        output.Write(BeforeCount);
        output.Write(count[..digits]);
        output.Write(BehindCount);
        RawWriter.WriteBase64(output, compressed.Written);
        output.Write(BehindContent);
        return envelope + Base64.GetMaxEncodedToUtf8Length(compressed.Written.Length);
    }

    /// <returns>Null when it would be longer than <paramref name="most"/>: the rest of the work is then saved.</returns>
    private PooledBuffer? Compress(ReadOnlySpan<byte> plain, int most)
    {
        var compressed = new PooledBuffer();
        var target = new BoundedStream(compressed, most);
        using (var stream = new GZipStream(target, _level))
        {
            while (!plain.IsEmpty && !target.IsExceeded)
            {
                var piece = plain[..Math.Min(PieceBytes, plain.Length)];
                stream.Write(piece);
                plain = plain[piece.Length..];
            }
        }

        if (!target.IsExceeded)
            return compressed;
        compressed.Dispose();
        return null;
    }
}
