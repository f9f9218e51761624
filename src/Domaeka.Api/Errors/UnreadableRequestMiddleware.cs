using System.Globalization;
using Domaeka.Shared;
using Grpc.AspNetCore.Server;
using Grpc.Core;

namespace Domaeka.Api.Errors;

/// <summary>
/// Answers requests whose bytes are no message. The framework parses before any interceptor runs, and says UNKNOWN when that fails. No
/// handler of ours ends like that (<see cref="ErrorTranslator"/>), so an UNKNOWN that is still unsent means just this; the
/// <see href="https://github.com/grpc/grpc/blob/master/doc/statuscodes.md">list of statuses</see> asks for INTERNAL.
/// </summary>
internal sealed class UnreadableRequestMiddleware(RequestDelegate next, TimeProvider clock, ILogger<UnreadableRequestMiddleware> logger)
{
    private static readonly string Unknown = ((int)StatusCode.Unknown).ToString(CultureInfo.InvariantCulture);

    private readonly LogThrottle _log = new(clock);

    /// <summary>Passes the request on, and corrects the answer where needed.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);

        var response = context.Response;
        if (response.HasStarted || response.Headers.GrpcStatus != Unknown || context.RequestAborted.IsCancellationRequested)
            return;

        var method = context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName;
        if (_log.ShouldLog(out var withheld))
            Log.RequestUnreadable(logger, method, context.Connection.RemoteIpAddress, withheld);
        TrailersOnly.Write(response, RpcErrors.RequestUnreadable());
    }
}
