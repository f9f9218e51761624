using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Takes interceptors from DI where no arguments are given; makes (and disposes of) the others.</summary>
internal sealed class DefaultInterceptorActivator<TInterceptor> : IGrpcInterceptorActivator<TInterceptor>
    where TInterceptor : Interceptor
{
    private static readonly Lazy<ObjectFactory<TInterceptor>> FactoryWithoutArguments =
        new(static () => ActivatorUtilities.CreateFactory<TInterceptor>(Type.EmptyTypes));

    public GrpcActivatorHandle<Interceptor> Create(
        IServiceProvider serviceProvider,
        InterceptorRegistration interceptorRegistration)
    {
        if (interceptorRegistration.Arguments.Count > 0)
        {
            var arguments = (object[])interceptorRegistration.Arguments;
            return Made(ActivatorUtilities.CreateInstance<TInterceptor>(serviceProvider, arguments));
        }

        var registered = serviceProvider.GetService<TInterceptor>();
        return registered is null
            ? Made(FactoryWithoutArguments.Value(serviceProvider, []))
            : new GrpcActivatorHandle<Interceptor>(registered, created: false, state: null);
    }

    public ValueTask ReleaseAsync(GrpcActivatorHandle<Interceptor> interceptor) =>
        interceptor.Created ? Releasing.DisposeAsync(interceptor.Instance) : ValueTask.CompletedTask;

    private static GrpcActivatorHandle<Interceptor> Made(TInterceptor interceptor) =>
        new(interceptor, created: true, state: null);
}
