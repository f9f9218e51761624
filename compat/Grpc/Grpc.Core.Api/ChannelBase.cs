namespace Grpc.Core;

/// <summary>A long-lived way to a server, on which calls are made.</summary>
public abstract class ChannelBase
{
    /// <summary>Creates the channel.</summary>
    /// <param name="target">The server.</param>
    /// <exception cref="ArgumentNullException"><paramref name="target"/> is null.</exception>
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>The server as it was given.</summary>
    public string Target { get; }

    /// <summary>Makes an invoker of calls on this channel.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Closes the channel; calls under way are cancelled.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>Backs <see cref="ShutdownAsync"/>.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
