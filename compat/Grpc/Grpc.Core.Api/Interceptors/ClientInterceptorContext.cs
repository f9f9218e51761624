namespace Grpc.Core.Interceptors;

/// <summary>A call on its way through client interceptors. A value: an interceptor passes on a changed copy.</summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
public struct ClientInterceptorContext<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    /// <summary>Creates the context.</summary>
    /// <param name="method">The method.</param>
    /// <param name="host">The host to name in the call; null: the channel's.</param>
    /// <param name="options">Headers, deadline, cancellation.</param>
    public ClientInterceptorContext(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Method = method;
        Host = host;
        Options = options;
    }

    /// <summary>The method.</summary>
    public Method<TRequest, TResponse> Method { get; }

    /// <summary>The host to name in the call; null: the channel's.</summary>
    public string? Host { get; }

    /// <summary>Headers, deadline, cancellation.</summary>
    public CallOptions Options { get; }
}
