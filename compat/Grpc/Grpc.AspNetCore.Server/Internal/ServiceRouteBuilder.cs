using Grpc.Core;
using Grpc.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Turns a service into endpoints.</summary>
internal sealed class ServiceRouteBuilder<TService>(
    ILoggerFactory loggerFactory,
    IOptions<GrpcServiceOptions> allOptions,
    IOptions<GrpcServiceOptions<TService>> serviceOptions,
    IGrpcServiceActivator<TService> activator,
    ServiceRegistry registry,
    IServiceProvider services)
    where TService : class
{
    private readonly ILogger _logger = loggerFactory.CreateLogger("Grpc.AspNetCore.Server.ServerCallHandler");

    public IReadOnlyList<IEndpointConventionBuilder> Build(IEndpointRouteBuilder routes)
    {
        var options = MethodOptions.Create(allOptions.Value, serviceOptions.Value);
        var methods = new ServiceBinder<TService>(options, activator, services, _logger).Bind();
        if (methods.Count == 0)
            Log.NoMethods(_logger, typeof(TService));

        var endpoints = new List<IEndpointConventionBuilder>();
        foreach (var method in methods)
            endpoints.Add(Map(routes, method));

        if (!options.IgnoreUnknownMethods)
        {
            foreach (var serviceName in methods.Select(method => method.Method.ServiceName).Distinct())
            {
                endpoints.Add(MapUnknown(
                    routes,
                    $"{serviceName}/{{unimplementedMethod:{GrpcUnimplementedConstraint.Name}}}",
                    $"gRPC - Unimplemented method for {serviceName}",
                    "Method is unimplemented."));
            }
        }

        // Not among the endpoints of the service: its conventions (such as authorization) are not meant for strangers.
        if (allOptions.Value.IgnoreUnknownServices != true && registry.TryClaimUnknownService())
        {
            MapUnknown(
                routes,
                $"{{unimplementedService}}/{{unimplementedMethod:{GrpcUnimplementedConstraint.Name}}}",
                "gRPC - Unimplemented service",
                "Service is unimplemented.");
        }

        return endpoints;
    }

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder routes, BoundMethod method)
    {
        var endpoint = routes.Map(method.Method.FullName, method.Handler.HandleAsync);
        endpoint.Add(builder =>
        {
            builder.DisplayName = $"gRPC - {method.Method.FullName}";
            builder.Metadata.Add(new GrpcMethodMetadata(typeof(TService), method.Method));
            foreach (var item in method.Metadata)
                builder.Metadata.Add(item);
            builder.Metadata.Add(new HttpMethodMetadata([HttpMethods.Post], acceptCorsPreflight: true));
        });
        return endpoint;
    }

    private IEndpointConventionBuilder MapUnknown(
        IEndpointRouteBuilder routes,
        string pattern,
        string displayName,
        string detail)
    {
        var status = new Status(StatusCode.Unimplemented, detail);
        var endpoint = routes.Map(pattern, httpContext =>
        {
            Log.Unimplemented(_logger, httpContext.Request.Path);
            httpContext.Response.ContentType = GrpcProtocol.ContentType;
            ResponseStatus.Write(httpContext.Response, status, trailers: null);
            return Task.CompletedTask;
        });
        endpoint.Add(builder =>
        {
            builder.DisplayName = displayName;
            builder.Metadata.Add(new HttpMethodMetadata([HttpMethods.Post], acceptCorsPreflight: true));
        });
        return endpoint;
    }
}
