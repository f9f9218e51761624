using System.Globalization;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Domaeka.Api.Metrics;

/// <summary>Counts gRPC calls. Stands before the check of keys, so that those who are refused count too.</summary>
internal sealed class RpcMetricsMiddleware(RequestDelegate next, RpcMetrics metrics, TimeProvider clock)
{
    /// <summary>Passes the request on and measures.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var rpc = context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method;
        if (rpc is null && context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) != true)
        {
            await next(context);
            return;
        }

        var startedAt = clock.GetTimestamp();
        metrics.Begin(rpc);
        try
        {
            await next(context);
        }
        finally
        {
            metrics.End(rpc, (int)ReadStatus(context), clock.GetElapsedTime(startedAt));
        }
    }

    // Among the headers when nothing else is sent, else among the trailers.
    private static StatusCode ReadStatus(HttpContext context)
    {
        var text = context.Response.Headers.GrpcStatus;
        if (text.Count == 0)
            text = context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers.GrpcStatus ?? default;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            return (StatusCode)code;
        return context.RequestAborted.IsCancellationRequested ? StatusCode.Cancelled : StatusCode.Unknown;
    }
}
