namespace Grpc.AspNetCore.Server;

/// <summary>Makes the service object of each call.</summary>
/// <typeparam name="TGrpcService">The service.</typeparam>
public interface IGrpcServiceActivator<TGrpcService>
    where TGrpcService : class
{
    /// <summary>Makes, or finds, the service object.</summary>
    /// <param name="serviceProvider">The services of the call.</param>
    GrpcActivatorHandle<TGrpcService> Create(IServiceProvider serviceProvider);

    /// <summary>Releases the service object after the call.</summary>
    /// <param name="service">What <see cref="Create"/> gave.</param>
    ValueTask ReleaseAsync(GrpcActivatorHandle<TGrpcService> service);
}
