using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Takes services from DI; makes (and disposes of) those that are not registered.</summary>
internal sealed class DefaultServiceActivator<TService> : IGrpcServiceActivator<TService>
    where TService : class
{
    private static readonly Lazy<ObjectFactory<TService>> Factory =
        new(static () => ActivatorUtilities.CreateFactory<TService>(Type.EmptyTypes));

    public GrpcActivatorHandle<TService> Create(IServiceProvider serviceProvider)
    {
        var registered = serviceProvider.GetService<TService>();
        return registered is null
            ? new GrpcActivatorHandle<TService>(Factory.Value(serviceProvider, []), created: true, state: null)
            : new GrpcActivatorHandle<TService>(registered, created: false, state: null);
    }

    public ValueTask ReleaseAsync(GrpcActivatorHandle<TService> service) =>
        service.Created ? Releasing.DisposeAsync(service.Instance) : ValueTask.CompletedTask;
}
