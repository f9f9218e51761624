namespace Grpc.Core;

/// <summary>Result of a call, as numbered by the gRPC specification (doc/statuscodes.md); travels in <c>grpc-status</c>.</summary>
public enum StatusCode
{
    /// <summary>Success.</summary>
    OK = 0,

    /// <summary>Given up, typically by the caller.</summary>
    Cancelled = 1,

    /// <summary>An error that carries no better code, such as an exception in a handler.</summary>
    Unknown = 2,

    /// <summary>The request itself is wrong, whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call was complete.</summary>
    DeadlineExceeded = 4,

    /// <summary>The entity asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>The entity to be created is there already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known but may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, a size limit or a store is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the call needs.</summary>
    FailedPrecondition = 9,

    /// <summary>Aborted by a concurrency conflict; a retry at a higher level may succeed.</summary>
    Aborted = 10,

    /// <summary>Past the valid range, for instance behind the end of a list.</summary>
    OutOfRange = 11,

    /// <summary>The method, or an encoding that the message uses, is not supported here.</summary>
    Unimplemented = 12,

    /// <summary>An invariant is broken, or the peer violated the protocol.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached now; a retry may succeed.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or corrupt beyond recovery.</summary>
    DataLoss = 15,

    /// <summary>The call carries no valid credentials.</summary>
    Unauthenticated = 16,
}
