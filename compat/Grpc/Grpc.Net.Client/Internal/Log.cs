using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client.Internal;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Calling {Method}.")]
    public static partial void Starting(ILogger logger, string method);

    [LoggerMessage(2, LogLevel.Information, "The call of {Method} failed.")]
    public static partial void Failed(ILogger logger, string method, Exception exception);

    [LoggerMessage(3, LogLevel.Debug, "The deadline of the call of {Method} has passed.")]
    public static partial void DeadlineExceeded(ILogger logger, string method);

    [LoggerMessage(4, LogLevel.Warning, "The trailers of {Method} cannot be read.")]
    public static partial void InvalidTrailers(ILogger logger, string method, Exception exception);
}
