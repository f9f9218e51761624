using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Internal;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services to endpoints.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Maps every method of a service to an endpoint of its own.</summary>
    /// <typeparam name="TService">The service: a class derived from a generated base.</typeparam>
    /// <param name="builder">The endpoints of the app.</param>
    /// <returns>Adds conventions to all methods of the service.</returns>
    /// <exception cref="InvalidOperationException">gRPC was not added to the app.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.ServiceProvider.GetService<ServiceRegistry>() is null)
            throw new InvalidOperationException("Unable to find the required services. Please add all the required services by calling 'IServiceCollection.AddGrpc' inside the call to 'ConfigureServices(...)' in the application startup code.");

        var routes = builder.ServiceProvider.GetRequiredService<ServiceRouteBuilder<TService>>();
        return new GrpcServiceEndpointConventionBuilder(routes.Build(builder));
    }
}
