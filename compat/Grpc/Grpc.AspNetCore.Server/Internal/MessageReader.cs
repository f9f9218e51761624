using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Shared;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Reads Length-Prefixed-Messages from the body of a request.</summary>
internal static class MessageReader
{
    private static readonly Status AdditionalData = new(StatusCode.Internal, "Additional data after the message received.");
    private static readonly Status Incomplete = new(StatusCode.Internal, "Incomplete message.");
    private static readonly Status TooLarge = new(StatusCode.ResourceExhausted, "Received message exceeds the maximum configured message size.");
    private static readonly Status NoEncoding = new(StatusCode.Internal, "Request did not include grpc-encoding value with compressed message.");
    private static readonly Status IdentityEncoding = new(StatusCode.Internal, "Request sent 'identity' grpc-encoding value with compressed message.");

    /// <summary>Reads the only message of a request and the end behind it.</summary>
    public static async ValueTask<T> ReadSingleAsync<T>(
        PipeReader input,
        HttpContextServerCallContext call,
        Func<DeserializationContext, T> deserializer)
        where T : class
    {
        T? message = null;
        while (true)
        {
            var result = await input.ReadAsync();
            var buffer = result.Buffer;
            try
            {
                if (!buffer.IsEmpty)
                {
                    if (message is not null)
                        throw new RpcException(AdditionalData);
                    if (TryRead(ref buffer, call, deserializer, out message) && !buffer.IsEmpty)
                        throw new RpcException(AdditionalData);
                }

                if (result.IsCompleted)
                    return message ?? throw new RpcException(Incomplete);
            }
            finally
            {
                input.AdvanceTo(buffer.Start, buffer.End);
            }
        }
    }

    /// <summary>Reads the next message of a stream.</summary>
    /// <returns>The message; null at the end of the stream.</returns>
    public static async ValueTask<T?> ReadNextAsync<T>(
        PipeReader input,
        HttpContextServerCallContext call,
        Func<DeserializationContext, T> deserializer,
        CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            var found = false;
            try
            {
                if (!buffer.IsEmpty && TryRead(ref buffer, call, deserializer, out var message))
                {
                    found = true;
                    return message;
                }

                if (result.IsCompleted)
                    return buffer.IsEmpty ? null : throw new RpcException(Incomplete);
            }
            finally
            {
                // What lies behind a message is not examined yet: the next read must see it at once.
                input.AdvanceTo(buffer.Start, found ? buffer.Start : buffer.End);
            }
        }
    }

    private static bool TryRead<T>(
        ref ReadOnlySequence<byte> buffer,
        HttpContextServerCallContext call,
        Func<DeserializationContext, T> deserializer,
        out T? message)
        where T : class
    {
        message = null;
        if (buffer.Length < GrpcProtocol.MessageHeaderSize)
            return false;

        Span<byte> header = stackalloc byte[GrpcProtocol.MessageHeaderSize];
        buffer.Slice(0, GrpcProtocol.MessageHeaderSize).CopyTo(header);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);

        // Before the body has arrived: what is refused is not gathered either.
        if (length > (call.Options.MaxReceiveMessageSize ?? int.MaxValue))
            throw new RpcException(TooLarge);
        if (header[0] > 1)
            throw new InvalidDataException("Unexpected compressed flag value in message header.");
        if (buffer.Length < GrpcProtocol.MessageHeaderSize + length)
            return false;

        var payload = buffer.Slice(GrpcProtocol.MessageHeaderSize, length);
        if (header[0] == 0)
        {
            message = call.Deserialization.Deserialize(deserializer, payload);
        }
        else
        {
            using var expanded = new PooledBufferWriter();
            Expand(call, payload, expanded);
            message = call.Deserialization.Deserialize(deserializer, new ReadOnlySequence<byte>(expanded.WrittenMemory));
        }

        buffer = buffer.Slice(payload.End);
        return true;
    }

    private static void Expand(HttpContextServerCallContext call, in ReadOnlySequence<byte> payload, PooledBufferWriter destination)
    {
        var headers = call.HttpContext.Request.Headers;
        if (!headers.TryGetValue(GrpcProtocol.EncodingHeader, out var header))
            throw new RpcException(NoEncoding);

        var encoding = header.ToString();
        if (encoding == GrpcProtocol.Identity)
            throw new RpcException(IdentityEncoding);

        var providers = call.Options.CompressionProviders;
        if (!providers.TryGetValue(encoding, out var provider))
        {
            // doc/compression.md: UNIMPLEMENTED, and the response names what is supported.
            string[] supported = [GrpcProtocol.Identity, .. providers.Keys];
            var response = call.HttpContext.Response;
            if (!response.HasStarted)
                response.Headers[GrpcProtocol.AcceptEncodingHeader] = string.Join(',', supported);
            throw new RpcException(new Status(
                StatusCode.Unimplemented,
                $"Unsupported grpc-encoding value '{encoding}'. Supported encodings: {string.Join(", ", supported)}"));
        }

        if (!MessageCompression.TryDecompress(provider, payload, call.Options.MaxReceiveMessageSize, destination))
            throw new RpcException(TooLarge);
    }
}
