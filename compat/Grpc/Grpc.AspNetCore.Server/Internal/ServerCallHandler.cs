using Grpc.Core;
using Grpc.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Handles the calls of one method: checks the request, runs the handler, sends the status.</summary>
internal abstract class ServerCallHandler(IMethod method, MethodOptions options, ILogger logger)
{
    protected MethodOptions Options { get; } = options;

    protected ILogger Logger { get; } = logger;

    public Task HandleAsync(HttpContext httpContext)
    {
        var request = httpContext.Request;
        if (!GrpcProtocol.IsGrpcContentType(request.ContentType))
            return RefuseContentType(httpContext);

        if (!HttpProtocol.IsHttp2(request.Protocol) && !HttpProtocol.IsHttp3(request.Protocol))
            return RefuseProtocol(httpContext);

        httpContext.Response.ContentType = GrpcProtocol.ContentType;
        var call = new HttpContextServerCallContext(httpContext, Options, Logger);
        httpContext.Features.Set<IServerCallContextFeature>(call);
        return RunAsync(httpContext, call);
    }

    /// <summary>Reads the request(s), runs the handler, writes the response(s).</summary>
    protected abstract Task HandleCoreAsync(HttpContext httpContext, HttpContextServerCallContext call);

    /// <summary>Lifts limits that are meant for requests which arrive in one go.</summary>
    protected static void AllowEndlessRequest(HttpContext httpContext)
    {
        if (httpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        if (httpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
    }

    /// <summary>Lifts the app's request time-out, unless the endpoint has one of its own.</summary>
    protected static void AllowEndlessCall(HttpContext httpContext)
    {
        if (httpContext.Features.Get<IHttpRequestTimeoutFeature>() is not { } timeout)
            return;

        var metadata = httpContext.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<RequestTimeoutAttribute>() is null && metadata?.GetMetadata<RequestTimeoutPolicy>() is null)
            timeout.DisableTimeout();
    }

    private async Task RunAsync(HttpContext httpContext, HttpContextServerCallContext call)
    {
        try
        {
            call.Start();
            await HandleCoreAsync(httpContext, call);
            await call.EndAsync();
        }
        catch (Exception exception)
        {
            await call.FailAsync(exception, method.FullName);
        }
    }

    private Task RefuseContentType(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (HttpMethods.IsOptions(httpContext.Request.Method)
            && httpContext.Request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = HttpMethods.Post;
            ResponseStatus.Write(response, new Status(StatusCode.Internal, "Unhandled CORS preflight request received. CORS may not be configured correctly in the application."), trailers: null);
            return Task.CompletedTask;
        }

        var contentType = httpContext.Request.ContentType;
        Log.UnsupportedContentType(Logger, contentType);
        response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        var detail = contentType is null
            ? "Content-Type is missing from the request."
            : $"Content-Type '{contentType}' is not supported.";
        ResponseStatus.Write(response, new Status(StatusCode.Internal, detail), trailers: null);
        return Task.CompletedTask;
    }

    private Task RefuseProtocol(HttpContext httpContext)
    {
        var protocol = httpContext.Request.Protocol;
        Log.UnsupportedProtocol(Logger, protocol);
        httpContext.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
        httpContext.Response.Headers.Upgrade = HttpProtocol.Http2;
        ResponseStatus.Write(httpContext.Response, new Status(StatusCode.Internal, $"Request protocol '{protocol}' is not supported."), trailers: null);
        return Task.CompletedTask;
    }
}
