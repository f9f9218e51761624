using System.Buffers;

namespace Grpc.Core;

/// <summary>
/// Takes the bytes of one message: either <see cref="Complete(byte[])"/> alone, or the buffer writer and then
/// <see cref="Complete()"/>.
/// </summary>
public abstract class SerializationContext
{
    /// <summary>Gives the whole message as one array.</summary>
    /// <param name="payload">The message; the caller must not change it afterwards.</param>
    public virtual void Complete(byte[] payload) => throw new NotSupportedException();

    /// <summary>The writer that takes the message piecemeal.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotSupportedException();

    /// <summary>Announces the size before the writer is asked for, so that the message needs no second copy.</summary>
    /// <param name="payloadLength">The size in bytes.</param>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Ends a message that went through the buffer writer.</summary>
    public virtual void Complete() => throw new NotSupportedException();
}
