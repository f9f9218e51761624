using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Domaeka.Protocol.Codec;

namespace Domaeka.Protocol.Compression;

/// <summary>
/// Phone side: the line in a compressed one. Whatever is sent, no more is expanded than the line says, nothing is expanded when that is more than is
/// allowed, and no room is made for what so few bytes cannot hold.
/// </summary>
internal static class LineExpander
{
    /// <summary>Header and trailer of gzip (RFC 1952, 2.3), with the shortest content between.</summary>
    private const int SmallestGzip = 20;

    /// <summary>Deflate expands by less than this: the longest match, 258 bytes, takes two bits (RFC 1951, 3.2.5).</summary>
    private const long LargestFactor = 1_040;

    /// <summary>Expands a line.</summary>
    /// <param name="gzip">Its compressed form.</param>
    /// <param name="bytes">How long it is said to be, without its line end.</param>
    /// <param name="maxBytes">How long it may be.</param>
    /// <param name="line">The line, in an array of the shared pool, which whoever calls gives back; null unless the result is <see cref="DecodeError.None"/>.</param>
    public static DecodeError TryExpand(byte[] gzip, int bytes, int maxBytes, out byte[]? line)
    {
        line = null;
        if (bytes > maxBytes)
            return DecodeError.LineTooLong;

        // The trailer tells the length, too. That catches a cut end, and a second gzip behind the first.
        if (bytes < 1 || gzip.Length < SmallestGzip || bytes > gzip.Length * LargestFactor
            || BinaryPrimitives.ReadUInt32LittleEndian(gzip.AsSpan(gzip.Length - sizeof(uint))) != bytes)
        {
            return DecodeError.InvalidCompression;
        }

        // A byte more than there should be, to see whether there is one.
        var expanded = ArrayPool<byte>.Shared.Rent(bytes + 1);
        if (TryFill(gzip, expanded.AsSpan(0, bytes + 1)) == bytes)
        {
            line = expanded;
            return DecodeError.None;
        }

        ArrayPool<byte>.Shared.Return(expanded);
        return DecodeError.InvalidCompression;
    }

    /// <returns>How many bytes there were, up to the length of the target; null when it is no gzip.</returns>
    private static int? TryFill(byte[] gzip, Span<byte> target)
    {
        using var stream = new GZipStream(new MemoryStream(gzip, writable: false), CompressionMode.Decompress);
        try
        {
            return stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
