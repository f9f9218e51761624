using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Shared;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// Writes responses as Length-Prefixed-Messages. A message that tells its size and is not compressed goes straight into
/// the response; any other is gathered first, since the size stands in front. Reused for the responses of a call.
/// </summary>
internal sealed class ResponseSerializationContext(HttpContextServerCallContext call) : SerializationContext
{
    private static readonly Status TooLarge = new(StatusCode.ResourceExhausted, "Sending message exceeds the maximum configured message size.");

    private PipeWriter? _output;
    private PooledBufferWriter? _gathered;
    private int? _payloadLength;
    private bool _compress;
    private bool _direct;
    private bool _complete;

    public void Write<T>(PipeWriter output, T message, Action<T, SerializationContext> serializer)
    {
        _output = output;
        _payloadLength = null;
        _direct = false;
        _complete = false;
        _compress = call.ResponseEncoding is not null
            && (call.WriteOptions is null || !call.WriteOptions.Flags.HasFlag(WriteFlags.NoCompress));
        try
        {
            serializer(message, this);
            if (!_complete)
                throw new InvalidOperationException("Serialization did not return a payload.");
        }
        finally
        {
            _gathered?.Dispose();
            _gathered = null;
            _output = null;
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        CheckSize(payloadLength);
        _payloadLength = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_direct)
            return _output!;
        if (_gathered is not null)
            return _gathered;

        if (_payloadLength is { } length && !_compress)
        {
            WriteHeader(length, compressed: false);
            _direct = true;
            return _output!;
        }

        return _gathered = new PooledBufferWriter();
    }

    public override void Complete(byte[] payload)
    {
        ClaimCompletion();
        WriteWhole(payload);
    }

    public override void Complete()
    {
        ClaimCompletion();
        if (!_direct)
            WriteWhole((_gathered ?? throw new InvalidOperationException("Nothing was written.")).WrittenMemory.Span);
    }

    private void ClaimCompletion()
    {
        if (_complete)
            throw new InvalidOperationException("The payload is complete already.");
        _complete = true;
    }

    private void WriteWhole(ReadOnlySpan<byte> payload)
    {
        CheckSize(payload.Length);
        if (!_compress)
        {
            WriteHeader(payload.Length, compressed: false);
            _output!.Write(payload);
            return;
        }

        if (!call.Options.CompressionProviders.TryGetValue(call.ResponseEncoding!, out var provider))
            throw new InvalidOperationException($"Could not find compression provider for '{call.ResponseEncoding}'.");

        using var compressed = new PooledBufferWriter();
        MessageCompression.Compress(provider, call.Options.ResponseCompressionLevel, payload, compressed);
        WriteHeader(compressed.WrittenCount, compressed: true);
        _output!.Write(compressed.WrittenMemory.Span);
    }

    private void WriteHeader(int length, bool compressed)
    {
        var header = _output!.GetSpan(GrpcProtocol.MessageHeaderSize);
        header[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)length);
        _output.Advance(GrpcProtocol.MessageHeaderSize);
    }

    private void CheckSize(int length)
    {
        if (length > call.Options.MaxSendMessageSize)
            throw new RpcException(TooLarge);
    }
}
