using Microsoft.Extensions.Options;

namespace Domaeka.Adapters.Tcp;

/// <summary>Counts the open connections, proven or not, against <see cref="TcpOptions.MaxConnections"/>.</summary>
internal sealed class ConnectionLimiter(IOptions<TcpOptions> options)
{
    private int _open;

    /// <summary>How many are open.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Takes a place; false when none is left.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= options.Value.MaxConnections)
            return true;
        Leave();
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _open);
}
