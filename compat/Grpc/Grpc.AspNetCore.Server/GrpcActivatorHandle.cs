namespace Grpc.AspNetCore.Server;

/// <summary>An object made for one call, with what is needed to release it.</summary>
/// <typeparam name="T">The object.</typeparam>
public readonly struct GrpcActivatorHandle<T>
{
    /// <summary>Creates the handle.</summary>
    /// <param name="instance">The object.</param>
    /// <param name="created">Whether the activator made it and so has to dispose of it.</param>
    /// <param name="state">Anything that the activator needs on release; null: nothing.</param>
    public GrpcActivatorHandle(T instance, bool created, object? state)
    {
        Instance = instance;
        Created = created;
        State = state;
    }

    /// <summary>The object.</summary>
    public T Instance { get; }

    /// <summary>Whether the activator made it and so has to dispose of it.</summary>
    public bool Created { get; }

    /// <summary>Anything that the activator needs on release; null: nothing.</summary>
    public object? State { get; }
}
