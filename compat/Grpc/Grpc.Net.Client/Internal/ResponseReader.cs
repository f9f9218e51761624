using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Shared;

namespace Grpc.Net.Client.Internal;

/// <summary>Reads Length-Prefixed-Messages from the body of a response.</summary>
internal sealed class ResponseReader(
    Stream body,
    string? encoding,
    int? maxSize,
    IReadOnlyDictionary<string, ICompressionProvider> providers)
{
    private static readonly Status TooLarge = new(StatusCode.ResourceExhausted, "Received message exceeds the maximum configured message size.");
    private static readonly Status NoEncoding = new(StatusCode.Internal, "Request did not include grpc-encoding value with compressed message.");
    private static readonly Status IdentityEncoding = new(StatusCode.Internal, "Request sent 'identity' grpc-encoding value with compressed message.");

    private readonly byte[] _header = new byte[GrpcProtocol.MessageHeaderSize];
    private readonly PayloadDeserializationContext _deserialization = new();

    /// <summary>Reads the next message.</summary>
    /// <returns>The message; null at the end of the body.</returns>
    public async ValueTask<T?> ReadAsync<T>(Func<DeserializationContext, T> deserializer, CancellationToken cancellationToken)
        where T : class
    {
        var received = await body.ReadAtLeastAsync(_header, _header.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        if (received == 0)
            return null;
        if (received < _header.Length)
            throw new InvalidDataException("Unexpected end of content while reading the message header.");
        if (_header[0] > 1)
            throw new InvalidDataException("Unexpected compressed flag value in message header.");

        var compressed = _header[0] == 1;
        var length = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(1));
        if (length > (maxSize ?? Array.MaxLength))
            throw new RpcException(TooLarge);

        var size = (int)length;
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            received = await body.ReadAtLeastAsync(buffer.AsMemory(0, size), size, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            if (received < size)
                throw new InvalidDataException("Unexpected end of content while reading the message content.");

            var payload = new ReadOnlySequence<byte>(buffer, 0, size);
            if (!compressed)
                return _deserialization.Deserialize(deserializer, payload);

            using var expanded = new PooledBufferWriter();
            if (!MessageCompression.TryDecompress(Provider(), payload, maxSize, expanded))
                throw new RpcException(TooLarge);
            return _deserialization.Deserialize(deserializer, new ReadOnlySequence<byte>(expanded.WrittenMemory));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads the end of the body, behind which the trailers are.</summary>
    public async ValueTask ReadEndAsync(CancellationToken cancellationToken)
    {
        if (await body.ReadAsync(_header.AsMemory(0, 1), cancellationToken).ConfigureAwait(false) > 0)
            throw new InvalidDataException("Unexpected data after finished reading message.");
    }

    private ICompressionProvider Provider()
    {
        if (encoding is null)
            throw new RpcException(NoEncoding);
        if (encoding == GrpcProtocol.Identity)
            throw new RpcException(IdentityEncoding);
        if (providers.TryGetValue(encoding, out var provider))
            return provider;

        var supported = string.Join(", ", [GrpcProtocol.Identity, .. providers.Keys]);
        throw new RpcException(new Status(
            StatusCode.Unimplemented,
            $"Unsupported grpc-encoding value '{encoding}'. Supported encodings: {supported}"));
    }
}
