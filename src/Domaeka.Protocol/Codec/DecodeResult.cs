using System.Diagnostics.CodeAnalysis;

namespace Domaeka.Protocol.Codec;

/// <summary>A decoded line, or why there is none.</summary>
/// <typeparam name="T">Base type of the messages of one direction.</typeparam>
public readonly struct DecodeResult<T>
    where T : class
{
    private DecodeResult(T? message, WireDialect dialect, DecodeError error, string? detail)
    {
        Message = message;
        Dialect = dialect;
        Error = error;
        Detail = detail;
    }

    /// <summary>The message; null when <see cref="Error"/> is set.</summary>
    public T? Message { get; }

    /// <summary>
    /// The dialect of who sent the line, as far as the line tells: v3.3 by its layout or by the version that it names, else
    /// legacy. Means nothing when <see cref="Error"/> is set or the event is unknown.
    /// </summary>
    public WireDialect Dialect { get; }

    /// <summary>What is wrong with the line; <see cref="DecodeError.None"/> when it was decoded.</summary>
    public DecodeError Error { get; }

    /// <summary>The key at fault, for logs; never content of the line. Null when no single key is at fault.</summary>
    public string? Detail { get; }

    /// <summary>Whether the line was decoded.</summary>
    [MemberNotNullWhen(true, nameof(Message))]
    public bool IsSuccess => Message is not null;

    internal static DecodeResult<T> Success(T message, WireDialect dialect) => new(message, dialect, DecodeError.None, null);

    internal static DecodeResult<T> Failure(DecodeError error, string? detail = null) => new(null, default, error, detail);
}
