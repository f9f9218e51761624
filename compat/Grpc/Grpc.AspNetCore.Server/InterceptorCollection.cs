using System.Collections.ObjectModel;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server;

/// <summary>Interceptors in the order in which they run.</summary>
public class InterceptorCollection : Collection<InterceptorRegistration>
{
    /// <summary>Appends an interceptor.</summary>
    /// <typeparam name="TInterceptor">Its type; taken from DI where it is registered and no arguments are given.</typeparam>
    /// <param name="args">Arguments of its constructor beyond what DI supplies.</param>
    public void Add<TInterceptor>(params object[] args)
        where TInterceptor : Interceptor => Add(typeof(TInterceptor), args);

    /// <summary>Appends an interceptor.</summary>
    /// <param name="interceptorType">Its type; taken from DI where it is registered and no arguments are given.</param>
    /// <param name="args">Arguments of its constructor beyond what DI supplies.</param>
    /// <exception cref="ArgumentException">The type is no interceptor.</exception>
    public void Add(Type interceptorType, params object[] args) => Add(new InterceptorRegistration(interceptorType, args));
}
