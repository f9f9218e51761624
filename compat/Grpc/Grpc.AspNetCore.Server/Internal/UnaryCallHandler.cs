using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

internal sealed class UnaryCallHandler<TService, TRequest, TResponse> : ServerCallHandler
    where TService : class
    where TRequest : class
    where TResponse : class
{
    private readonly Method<TRequest, TResponse> _method;
    private readonly UnaryServerMethod<TRequest, TResponse> _pipeline;

    public UnaryCallHandler(
        Method<TRequest, TResponse> method,
        MethodOptions options,
        IGrpcServiceActivator<TService> activator,
        IServiceProvider services,
        ILogger logger,
        Func<TService, TRequest, ServerCallContext, Task<TResponse>> implementation)
        : base(method, options, logger)
    {
        _method = method;
        _pipeline = async (request, context) =>
        {
            var service = activator.Create(context.GetHttpContext().RequestServices);
            try
            {
                return await implementation(service.Instance, request, context);
            }
            finally
            {
                await activator.ReleaseAsync(service);
            }
        };

        foreach (var source in InterceptorSource.InnermostFirst(options, services))
        {
            var next = _pipeline;
            _pipeline = async (request, context) =>
            {
                var interceptor = source.Create(context);
                try
                {
                    return await interceptor.Instance.UnaryServerHandler(request, context, next);
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
        var request = await MessageReader.ReadSingleAsync(
            httpContext.Request.BodyReader,
            call,
            _method.RequestMarshaller.ContextualDeserializer);
        var response = await _pipeline(request, call);
        await call.WriteSingleAsync(response, _method.ResponseMarshaller.ContextualSerializer);
    }
}
