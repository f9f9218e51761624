using System.Collections.Concurrent;

namespace Domaeka.Storage.MariaDb;

/// <summary>
/// Connections that are kept with their settings, opened when first needed; as many are in use at once as there are places. The driver's own
/// pool would set a connection back each time, and the settings with it.
/// </summary>
internal sealed class MariaDbSessions(Func<CancellationToken, Task<MariaDbSession>> open, int places) : IAsyncDisposable
{
    private readonly SemaphoreSlim _places = new(places);
    private readonly ConcurrentBag<MariaDbSession> _idle = [];
    private volatile bool _disposed;

    /// <summary>Waits for a place.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _places.WaitAsync(cancellationToken);

    /// <summary>Gives the place back.</summary>
    public void Release() => _places.Release();

    /// <summary>A connection, and whether it had been kept.</summary>
    public async Task<(MariaDbSession Session, bool WasKept)> TakeAsync(CancellationToken cancellationToken) =>
        _idle.TryTake(out var session) ? (session, true) : (await open(cancellationToken), false);

    /// <summary>Keeps a connection for the next who takes one.</summary>
    public void Keep(MariaDbSession session)
    {
        _idle.Add(session);
        if (_disposed)
            _ = ForgetAsync();
    }

    /// <summary>Closes those that are kept.</summary>
    public async Task ForgetAsync()
    {
        while (_idle.TryTake(out var session))
            await session.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await ForgetAsync();
    }
}
