using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

internal sealed class ServerStreamingCallHandler<TService, TRequest, TResponse> : ServerCallHandler
    where TService : class
    where TRequest : class
    where TResponse : class
{
    private readonly Method<TRequest, TResponse> _method;
    private readonly ServerStreamingServerMethod<TRequest, TResponse> _pipeline;

    public ServerStreamingCallHandler(
        Method<TRequest, TResponse> method,
        MethodOptions options,
        IGrpcServiceActivator<TService> activator,
        IServiceProvider services,
        ILogger logger,
        Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task> implementation)
        : base(method, options, logger)
    {
        _method = method;
        _pipeline = async (request, responses, context) =>
        {
            var service = activator.Create(context.GetHttpContext().RequestServices);
            try
            {
                await implementation(service.Instance, request, responses, context);
            }
            finally
            {
                await activator.ReleaseAsync(service);
            }
        };

        foreach (var source in InterceptorSource.InnermostFirst(options, services))
        {
            var next = _pipeline;
            _pipeline = async (request, responses, context) =>
            {
                var interceptor = source.Create(context);
                try
                {
                    await interceptor.Instance.ServerStreamingServerHandler(request, responses, context, next);
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
        AllowEndlessCall(httpContext);
        var request = await MessageReader.ReadSingleAsync(
            httpContext.Request.BodyReader,
            call,
            _method.RequestMarshaller.ContextualDeserializer);
        var responses = new ResponseStreamWriter<TResponse>(call, _method.ResponseMarshaller.ContextualSerializer);
        await _pipeline(request, responses, call);
    }
}
