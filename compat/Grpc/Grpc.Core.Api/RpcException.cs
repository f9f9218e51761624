namespace Grpc.Core;

/// <summary>
/// A call that ended with another status than OK. A client receives it; a handler throws it to choose the status that
/// the client will see.
/// </summary>
public class RpcException : Exception
{
    /// <summary>Creates the exception without trailers; the message is made from the status.</summary>
    /// <param name="status">The status of the call.</param>
    public RpcException(Status status)
        : this(status, Metadata.Empty, status.ToString())
    {
    }

    /// <summary>Creates the exception without trailers.</summary>
    /// <param name="status">The status of the call.</param>
    /// <param name="message">The message of the exception; it stays on this side.</param>
    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>Creates the exception; the message is made from the status.</summary>
    /// <param name="status">The status of the call.</param>
    /// <param name="trailers">The trailers that came, or are to go, with the status.</param>
    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="status">The status of the call.</param>
    /// <param name="trailers">The trailers that came, or are to go, with the status.</param>
    /// <param name="message">The message of the exception; it stays on this side.</param>
    /// <exception cref="ArgumentNullException"><paramref name="trailers"/> is null.</exception>
    public RpcException(Status status, Metadata trailers, string message)
        : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>The status of the call.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>The trailers of the call; empty and read-only when there are none.</summary>
    public Metadata Trailers { get; }
}
