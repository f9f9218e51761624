namespace Domaeka.Protocol.Framing;

/// <summary>What <see cref="LineFramer.TryReadLine"/> found.</summary>
public enum LineReadStatus
{
    /// <summary>No line end yet; read more bytes and call again with the same unread bytes in front.</summary>
    NeedMore,

    /// <summary>A complete line was taken from the buffer.</summary>
    Line,

    /// <summary>The line is longer than allowed. The buffer is left as it was; the connection should be closed.</summary>
    TooLong,
}
