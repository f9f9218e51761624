using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Gives the interceptor of each call for one registration in the options.</summary>
internal sealed class InterceptorSource(IGrpcInterceptorActivator activator, InterceptorRegistration registration)
{
    /// <summary>The sources in the order in which a pipeline is wrapped: the first to run is wrapped last.</summary>
    public static IEnumerable<InterceptorSource> InnermostFirst(MethodOptions options, IServiceProvider services)
    {
        for (var i = options.Interceptors.Count - 1; i >= 0; i--)
        {
            var registration = options.Interceptors[i];
            var activatorType = typeof(IGrpcInterceptorActivator<>).MakeGenericType(registration.Type);
            var activator = (IGrpcInterceptorActivator)services.GetRequiredService(activatorType);
            yield return new InterceptorSource(activator, registration);
        }
    }

    public GrpcActivatorHandle<Interceptor> Create(ServerCallContext context) =>
        activator.Create(context.GetHttpContext().RequestServices, registration);

    public ValueTask ReleaseAsync(GrpcActivatorHandle<Interceptor> interceptor) => activator.ReleaseAsync(interceptor);
}
