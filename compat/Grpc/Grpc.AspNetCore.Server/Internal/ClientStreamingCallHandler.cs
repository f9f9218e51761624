using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

internal sealed class ClientStreamingCallHandler<TService, TRequest, TResponse> : ServerCallHandler
    where TService : class
    where TRequest : class
    where TResponse : class
{
    private readonly Method<TRequest, TResponse> _method;
    private readonly ClientStreamingServerMethod<TRequest, TResponse> _pipeline;

    public ClientStreamingCallHandler(
        Method<TRequest, TResponse> method,
        MethodOptions options,
        IGrpcServiceActivator<TService> activator,
        IServiceProvider services,
        ILogger logger,
        Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>> implementation)
        : base(method, options, logger)
    {
        _method = method;
        _pipeline = async (requests, context) =>
        {
            var service = activator.Create(context.GetHttpContext().RequestServices);
            try
            {
                return await implementation(service.Instance, requests, context);
            }
            finally
            {
                await activator.ReleaseAsync(service);
            }
        };

        foreach (var source in InterceptorSource.InnermostFirst(options, services))
        {
            var next = _pipeline;
            _pipeline = async (requests, context) =>
            {
                var interceptor = source.Create(context);
                try
                {
                    return await interceptor.Instance.ClientStreamingServerHandler(requests, context, next);
                }
                finally
                {
                    await source.ReleaseAsync(interceptor);
                }
            };
        }
    }

    protected override async Task HandleCoreAsync(HttpContext httpContext, HttpContextServerCallContext call)
    {
        AllowEndlessRequest(httpContext);
        AllowEndlessCall(httpContext);
        var requests = new RequestStreamReader<TRequest>(call, _method.RequestMarshaller.ContextualDeserializer);
        TResponse response;
        try
        {
            response = await _pipeline(requests, call);
        }
        finally
        {
            requests.Complete();
        }

        await call.WriteSingleAsync(response, _method.ResponseMarshaller.ContextualSerializer);
    }
}
