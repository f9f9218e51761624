using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

internal sealed class DuplexStreamingCallHandler<TService, TRequest, TResponse> : ServerCallHandler
    where TService : class
    where TRequest : class
    where TResponse : class
{
    private readonly Method<TRequest, TResponse> _method;
    private readonly DuplexStreamingServerMethod<TRequest, TResponse> _pipeline;

    public DuplexStreamingCallHandler(
        Method<TRequest, TResponse> method,
        MethodOptions options,
        IGrpcServiceActivator<TService> activator,
        IServiceProvider services,
        ILogger logger,
        Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task> implementation)
        : base(method, options, logger)
    {
        _method = method;
        _pipeline = async (requests, responses, context) =>
        {
            var service = activator.Create(context.GetHttpContext().RequestServices);
            try
            {
                await implementation(service.Instance, requests, responses, context);
            }
            finally
            {
                await activator.ReleaseAsync(service);
            }
        };

        foreach (var source in InterceptorSource.InnermostFirst(options, services))
        {
            var next = _pipeline;
            _pipeline = async (requests, responses, context) =>
            {
                var interceptor = source.Create(context);
                try
                {
                    await interceptor.Instance.DuplexStreamingServerHandler(requests, responses, context, next);
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
        var responses = new ResponseStreamWriter<TResponse>(call, _method.ResponseMarshaller.ContextualSerializer);
        try
        {
            await _pipeline(requests, responses, call);
        }
        finally
        {
            requests.Complete();
        }
    }
}
