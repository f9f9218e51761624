using System.Buffers;
using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.Shared;

/// <summary>Compresses and expands single messages.</summary>
internal static class MessageCompression
{
    public static readonly IReadOnlyList<ICompressionProvider> DefaultProviders =
    [
        new GzipCompressionProvider(CompressionLevel.Fastest),
        new DeflateCompressionProvider(CompressionLevel.Fastest),
    ];

    public static Dictionary<string, ICompressionProvider> ByName(IEnumerable<ICompressionProvider> providers)
    {
        var byName = new Dictionary<string, ICompressionProvider>(StringComparer.Ordinal);
        foreach (var provider in providers)
            byName.TryAdd(provider.EncodingName, provider);
        return byName;
    }

    public static void Compress(
        ICompressionProvider provider,
        CompressionLevel? level,
        ReadOnlySpan<byte> message,
        IBufferWriter<byte> destination)
    {
        // The checksum at the end is written by Dispose only.
        using var stream = provider.CreateCompressionStream(new BufferWriterStream(destination), level);
        stream.Write(message);
    }

    /// <summary>
    /// Expands a message. Stops as soon as the limit is passed, so that a small message that expands into gigabytes
    /// costs no more than the limit.
    /// </summary>
    /// <returns>False when the expanded message is larger than <paramref name="limit"/> bytes (null: no limit).</returns>
    public static bool TryDecompress(
        ICompressionProvider provider,
        in ReadOnlySequence<byte> message,
        int? limit,
        PooledBufferWriter destination)
    {
        byte[]? rented = null;
        try
        {
            var source = AsStream(message, ref rented);
            using var stream = provider.CreateDecompressionStream(source);
            while (true)
            {
                var read = stream.Read(destination.GetSpan());
                if (read == 0)
                    return true;

                destination.Advance(read);
                if (destination.WrittenCount > limit)
                    return false;
            }
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static MemoryStream AsStream(in ReadOnlySequence<byte> message, ref byte[]? rented)
    {
        if (message.IsSingleSegment
            && System.Runtime.InteropServices.MemoryMarshal.TryGetArray(message.First, out var segment))
        {
            return new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false);
        }

        var length = (int)message.Length;
        rented = ArrayPool<byte>.Shared.Rent(length);
        message.CopyTo(rented);
        return new MemoryStream(rented, 0, length, writable: false);
    }
}
