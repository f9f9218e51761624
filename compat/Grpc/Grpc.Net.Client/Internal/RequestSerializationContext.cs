using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Shared;

namespace Grpc.Net.Client.Internal;

/// <summary>Gathers one request with its header in front in a pooled buffer.</summary>
internal sealed class RequestSerializationContext(int? maxSize) : SerializationContext, IDisposable
{
    private static readonly Status TooLarge = new(StatusCode.ResourceExhausted, "Sending message exceeds the maximum configured message size.");

    private PooledBufferWriter _buffer = new();
    private int _sizeHint;
    private bool _started;
    private bool _complete;

    /// <summary>Serializes a message.</summary>
    /// <returns>Header and message, valid until this object is disposed.</returns>
    public ReadOnlyMemory<byte> Serialize<T>(
        T message,
        Action<T, SerializationContext> serializer,
        ICompressionProvider? compression)
    {
        serializer(message, this);
        if (!_complete)
            throw new InvalidOperationException("Serialization did not return a payload.");
        if (compression is not null)
            Compress(compression);

        var header = _buffer.WrittenSpan;
        header[0] = compression is null ? (byte)0 : (byte)1;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)(_buffer.WrittenCount - GrpcProtocol.MessageHeaderSize));
        return _buffer.WrittenMemory;
    }

    public override void SetPayloadLength(int payloadLength)
    {
        CheckSize(payloadLength);
        _sizeHint = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        Start(_sizeHint);
        return _buffer;
    }

    public override void Complete(byte[] payload)
    {
        CheckSize(payload.Length);
        Start(payload.Length);
        _buffer.Write(payload);
        Complete();
    }

    public override void Complete()
    {
        if (_complete)
            throw new InvalidOperationException("The payload is complete already.");
        Start(0);
        CheckSize(_buffer.WrittenCount - GrpcProtocol.MessageHeaderSize);
        _complete = true;
    }

    public void Dispose() => _buffer.Dispose();

    private void Start(int size)
    {
        if (_started)
            return;
        _started = true;
        _buffer.GetSpan(checked(GrpcProtocol.MessageHeaderSize + size));
        _buffer.Advance(GrpcProtocol.MessageHeaderSize);
    }

    private void Compress(ICompressionProvider provider)
    {
        var plain = _buffer;
        _buffer = new PooledBufferWriter();
        try
        {
            _buffer.GetSpan(GrpcProtocol.MessageHeaderSize);
            _buffer.Advance(GrpcProtocol.MessageHeaderSize);
            MessageCompression.Compress(provider, null, plain.WrittenSpan[GrpcProtocol.MessageHeaderSize..], _buffer);
        }
        finally
        {
            plain.Dispose();
        }
    }

    private void CheckSize(int size)
    {
        if (size > maxSize)
            throw new RpcException(TooLarge);
    }
}
