namespace Grpc.Shared;

/// <summary>Names and numbers of gRPC over HTTP/2 (PROTOCOL-HTTP2.md).</summary>
internal static class GrpcProtocol
{
    public const string ContentType = "application/grpc";
    public const string Identity = "identity";
    public const string StatusHeader = "grpc-status";
    public const string MessageHeader = "grpc-message";
    public const string EncodingHeader = "grpc-encoding";
    public const string AcceptEncodingHeader = "grpc-accept-encoding";
    public const string TimeoutHeader = "grpc-timeout";

    // Never crosses the wire: in the headers of a call it chooses the compression of that call.
    public const string CompressionRequestKey = "grpc-internal-encoding-request";

    public const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    // Length-Prefixed-Message: one byte compressed flag, four bytes length, big endian.
    public const int MessageHeaderSize = 5;

    // TimeoutValue has at most 8 digits; in seconds that is a bit over three years.
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(99_999_999);

    /// <summary>Content-Type: "application/grpc" [("+proto" / "+json" / {custom})], with parameters allowed.</summary>
    public static bool IsGrpcContentType(string? contentType)
    {
        if (contentType is null || !contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase))
            return false;
        return contentType.Length == ContentType.Length || contentType[ContentType.Length] is ';' or '+';
    }
}
