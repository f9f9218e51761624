namespace Grpc.Core;

/// <summary>Wishes for the writing of a message.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>The message may wait in the buffer until the next one is written.</summary>
    BufferHint = 0x1,

    /// <summary>The message is sent as it is, although the call has a compression.</summary>
    NoCompress = 0x2,
}
