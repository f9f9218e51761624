using System.Diagnostics.CodeAnalysis;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server;

/// <summary>One interceptor in the options: its type and the arguments that DI does not supply.</summary>
public class InterceptorRegistration
{
    internal InterceptorRegistration(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type,
        object[] arguments)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(arguments);
        for (var i = 0; i < arguments.Length; i++)
            ArgumentNullException.ThrowIfNull(arguments[i], nameof(arguments));
        if (!typeof(Interceptor).IsAssignableFrom(type))
            throw new ArgumentException($"Type must inherit from {nameof(Interceptor)}.", nameof(type));
        Type = type;
        Arguments = arguments;
    }

    /// <summary>The interceptor's type.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    public Type Type { get; }

    /// <summary>Arguments of its constructor beyond what DI supplies.</summary>
    public IReadOnlyList<object> Arguments { get; }
}
