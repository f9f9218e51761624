using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>Makes the calls of a channel.</summary>
internal sealed class HttpClientCallInvoker(GrpcChannel channel) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options,
        TRequest request)
    {
        using var call = AsyncUnaryCall(method, host, options, request);
        return call.ResponseAsync.GetAwaiter().GetResult();
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options,
        TRequest request)
    {
        var call = new GrpcCall<TRequest, TResponse>(channel, method, options);
        var response = call.StartUnary(request);
        return new AsyncUnaryCall<TResponse>(
            response,
            GrpcCall<TRequest, TResponse>.GetResponseHeaders,
            GrpcCall<TRequest, TResponse>.GetStatus,
            GrpcCall<TRequest, TResponse>.GetTrailers,
            GrpcCall<TRequest, TResponse>.Dispose,
            call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options,
        TRequest request)
    {
        var call = new GrpcCall<TRequest, TResponse>(channel, method, options);
        var responses = call.StartServerStreaming(request);
        return new AsyncServerStreamingCall<TResponse>(
            responses,
            GrpcCall<TRequest, TResponse>.GetResponseHeaders,
            GrpcCall<TRequest, TResponse>.GetStatus,
            GrpcCall<TRequest, TResponse>.GetTrailers,
            GrpcCall<TRequest, TResponse>.Dispose,
            call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options)
    {
        var call = new GrpcCall<TRequest, TResponse>(channel, method, options);
        var (requests, response) = call.StartClientStreaming();
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            requests,
            response,
            GrpcCall<TRequest, TResponse>.GetResponseHeaders,
            GrpcCall<TRequest, TResponse>.GetStatus,
            GrpcCall<TRequest, TResponse>.GetTrailers,
            GrpcCall<TRequest, TResponse>.Dispose,
            call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options)
    {
        var call = new GrpcCall<TRequest, TResponse>(channel, method, options);
        var (requests, responses) = call.StartDuplexStreaming();
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            requests,
            responses,
            GrpcCall<TRequest, TResponse>.GetResponseHeaders,
            GrpcCall<TRequest, TResponse>.GetStatus,
            GrpcCall<TRequest, TResponse>.GetTrailers,
            GrpcCall<TRequest, TResponse>.Dispose,
            call);
    }
}
