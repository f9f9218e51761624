namespace Grpc.Core;

/// <summary>What became of a call: a code and a text for humans.</summary>
public struct Status
{
    /// <summary><see cref="StatusCode.OK"/> without text; also what <c>default(Status)</c> amounts to.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary><see cref="StatusCode.Cancelled"/> without text.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    /// <summary>Creates a status.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="detail">The text; it reaches the peer as <c>grpc-message</c>.</param>
    public Status(StatusCode statusCode, string detail)
        : this(statusCode, detail, null)
    {
    }

    /// <summary>Creates a status that remembers its cause on this side.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="detail">The text; it reaches the peer as <c>grpc-message</c>.</param>
    /// <param name="debugException">The cause; it never crosses the wire. Null: none.</param>
    public Status(StatusCode statusCode, string detail, Exception? debugException)
    {
        StatusCode = statusCode;
        Detail = detail;
        DebugException = debugException;
    }

    /// <summary>The code.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>The text; empty when there is none.</summary>
    public string Detail { get; }

    /// <summary>The local cause, for diagnosis only; null when there is none.</summary>
    public Exception? DebugException { get; }

    /// <summary>Code, detail and, where there is one, the cause.</summary>
    public override readonly string ToString() => DebugException is null
        ? $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")"
        : $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\", DebugException=\"{DebugException.GetType()}: {DebugException.Message}\")";
}
