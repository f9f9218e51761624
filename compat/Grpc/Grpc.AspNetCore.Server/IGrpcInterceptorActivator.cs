using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server;

/// <summary>Makes the interceptors of each call.</summary>
public interface IGrpcInterceptorActivator
{
    /// <summary>Makes, or finds, the interceptor.</summary>
    /// <param name="serviceProvider">The services of the call.</param>
    /// <param name="interceptorRegistration">What the options say of it.</param>
    GrpcActivatorHandle<Interceptor> Create(IServiceProvider serviceProvider, InterceptorRegistration interceptorRegistration);

    /// <summary>Releases the interceptor after the call.</summary>
    /// <param name="interceptor">What <see cref="Create"/> gave.</param>
    ValueTask ReleaseAsync(GrpcActivatorHandle<Interceptor> interceptor);
}
