using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "No gRPC methods were found on {ServiceType}.")]
    public static partial void NoMethods(ILogger logger, Type serviceType);

    [LoggerMessage(2, LogLevel.Information, "{Path} is not implemented.")]
    public static partial void Unimplemented(ILogger logger, string? path);

    [LoggerMessage(3, LogLevel.Information, "Request content-type '{ContentType}' is not gRPC.")]
    public static partial void UnsupportedContentType(ILogger logger, string? contentType);

    [LoggerMessage(4, LogLevel.Information, "Request protocol '{Protocol}' cannot carry gRPC.")]
    public static partial void UnsupportedProtocol(ILogger logger, string protocol);

    [LoggerMessage(5, LogLevel.Error, "The handler of {Method} failed.")]
    public static partial void HandlerFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(6, LogLevel.Information, "The handler of {Method} was cancelled.")]
    public static partial void HandlerCancelled(ILogger logger, string method, Exception exception);

    [LoggerMessage(7, LogLevel.Information, "{Method} ended with {StatusCode}: {Detail}")]
    public static partial void RpcFailed(ILogger logger, string method, StatusCode statusCode, string detail, Exception? exception);

    [LoggerMessage(8, LogLevel.Error, "The trailers of {Method} cannot be sent.")]
    public static partial void TrailersRejected(ILogger logger, string method, Exception exception);

    [LoggerMessage(9, LogLevel.Debug, "The invalid grpc-timeout '{Value}' is ignored.")]
    public static partial void InvalidTimeoutIgnored(ILogger logger, string value);

    [LoggerMessage(10, LogLevel.Debug, "The deadline of {Method} has passed.")]
    public static partial void DeadlineExceeded(ILogger logger, string method);

    [LoggerMessage(11, LogLevel.Debug, "The client of {Method} could not be told that the deadline has passed.")]
    public static partial void DeadlineNotSent(ILogger logger, string method, Exception exception);
}
