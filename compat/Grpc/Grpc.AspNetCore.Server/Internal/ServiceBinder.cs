using System.Reflection;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// Receives the methods of a service from its generated <c>BindService</c> and pairs each with the method of the class
/// that implements it, as an open delegate: no reflection is left for the time of a call.
/// </summary>
internal sealed class ServiceBinder<TService>(
    MethodOptions options,
    IGrpcServiceActivator<TService> activator,
    IServiceProvider services,
    ILogger logger) : ServiceBinderBase
    where TService : class
{
    private readonly List<BoundMethod> _methods = [];
    private Type? _boundType;

    /// <summary>Binds the service.</summary>
    /// <returns>Its methods; empty when the class does not derive from a generated base.</returns>
    public IReadOnlyList<BoundMethod> Bind()
    {
        for (_boundType = typeof(TService); _boundType is not null; _boundType = _boundType.BaseType)
        {
            if (_boundType.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is not { } attribute)
                continue;

            var bind = attribute.BindType.GetMethod(
                attribute.BindMethodName,
                BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic,
                [typeof(ServiceBinderBase), _boundType])
                ?? throw new InvalidOperationException($"{attribute.BindType} has no method {attribute.BindMethodName}(ServiceBinderBase, {_boundType.Name}).");
            bind.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [this, null], null);
            break;
        }

        return _methods;
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, [typeof(TRequest), typeof(ServerCallContext)]);
        var call = implementation.CreateDelegate<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>();
        Add(method, implementation, new UnaryCallHandler<TService, TRequest, TResponse>(method, options, activator, services, logger, call));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, [typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext)]);
        var call = implementation
            .CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>();
        Add(method, implementation, new ClientStreamingCallHandler<TService, TRequest, TResponse>(method, options, activator, services, logger, call));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, [typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext)]);
        var call = implementation
            .CreateDelegate<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        Add(method, implementation, new ServerStreamingCallHandler<TService, TRequest, TResponse>(method, options, activator, services, logger, call));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(
            method,
            [typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext)]);
        var call = implementation
            .CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        Add(method, implementation, new DuplexStreamingCallHandler<TService, TRequest, TResponse>(method, options, activator, services, logger, call));
    }

    // From the class downwards, so that an override in it is found with its own attributes.
    private static MethodInfo Find(IMethod method, Type[] parameters) =>
        typeof(TService).GetMethod(method.Name, BindingFlags.Instance | BindingFlags.Public, parameters)
        ?? throw new InvalidOperationException($"Could not find '{method.Name}' on {typeof(TService)}.");

    private void Add(IMethod method, MethodInfo implementation, ServerCallHandler handler)
    {
        var metadata = new List<object>();
        metadata.AddRange(typeof(TService).GetCustomAttributes(inherit: true));
        metadata.AddRange(implementation.GetCustomAttributes(inherit: true));
        _methods.Add(new BoundMethod(method, handler, metadata));
    }
}
