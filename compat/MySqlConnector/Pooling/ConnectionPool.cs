using System.Diagnostics;
using MySqlConnector.Protocol;
using MySqlConnector.Session;
using MySqlConnector.Settings;

namespace MySqlConnector.Pooling;

/// <summary>
/// The sessions of one connection string. At most MaximumPoolSize exist at once; those that nobody uses wait, the one used last on top.
/// </summary>
internal sealed class ConnectionPool
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _places;
    // The last one in is the first one out, so that those that are not needed grow old at the front.
    private readonly List<PooledSession> _idle = [];
    private int _generation;
    private bool _isClosed;

    public ConnectionPool(ConnectionSettings settings)
    {
        Settings = settings;
        _places = new SemaphoreSlim(settings.MaximumPoolSize);
    }

    public ConnectionSettings Settings { get; }

    /// <summary>Gives out a session: a waiting one made as new, or a new one.</summary>
    /// <exception cref="MySqlException">All are in use and none came back in time, or no new one could be opened.</exception>
    public async ValueTask<PooledSession> RentAsync(string? password, IOBehavior io, Deadline deadline)
    {
        if (!await WaitForPlaceAsync(io, deadline))
            throw new MySqlException("Connect Timeout expired. All pooled connections are in use.");
        try
        {
            while (TakeIdle() is { } idle)
            {
                if (await TryReviveAsync(idle, io, deadline))
                    return idle;
                await idle.Session.CloseAsync(io);
                deadline.ThrowIfExpired();
            }

            var generation = Volatile.Read(ref _generation);
            var session = await SessionFactory.OpenAsync(Settings, password, io, deadline);
            return new PooledSession(session, this, generation);
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <summary>Takes a session back; closes it when it is broken, too old or of a time before the pool was cleared.</summary>
    public async ValueTask ReturnAsync(PooledSession pooled, IOBehavior io)
    {
        try
        {
            if (!TryKeep(pooled))
                await pooled.Session.CloseAsync(io);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Closes all that wait, and those in use when they come back.</summary>
    public async ValueTask ClearAsync(IOBehavior io)
    {
        PooledSession[] idle;
        lock (_gate)
        {
            _generation++;
            idle = [.. _idle];
            _idle.Clear();
        }

        foreach (var pooled in idle)
            await pooled.Session.CloseAsync(io);
    }

    /// <summary>The data source is disposed: as <see cref="ClearAsync"/>, and nothing is kept any more.</summary>
    public async ValueTask CloseAsync(IOBehavior io)
    {
        lock (_gate)
            _isClosed = true;
        await ClearAsync(io);
    }

    private bool TryKeep(PooledSession pooled)
    {
        var session = pooled.Session;
        var isTooOld = Settings.ConnectionLifeTime > TimeSpan.Zero && pooled.Age >= Settings.ConnectionLifeTime;
        if (session.IsFailed || isTooOld)
            return false;
        session.Trim();
        lock (_gate)
        {
            if (_isClosed || pooled.Generation != _generation)
                return false;
            pooled.IdleSince = Stopwatch.GetTimestamp();
            _idle.Add(pooled);
            return true;
        }
    }

    private PooledSession? TakeIdle()
    {
        lock (_gate)
        {
            if (_idle.Count == 0)
                return null;
            var last = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return last;
        }
    }

    private async ValueTask<bool> TryReviveAsync(PooledSession pooled, IOBehavior io, Deadline deadline)
    {
        if (!pooled.Session.IsIdleAndOpen())
            return false;
        return Settings.ConnectionReset
            ? await SessionReset.TryResetAsync(pooled.Session, io, deadline.Token)
            : await SessionReset.TryPingAsync(pooled.Session, io, deadline.Token);
    }

    private async ValueTask<bool> WaitForPlaceAsync(IOBehavior io, Deadline deadline)
    {
        try
        {
            if (io == IOBehavior.Asynchronous)
                await _places.WaitAsync(deadline.Token);
            else
                _places.Wait(deadline.Token);
            return true;
        }
        catch (OperationCanceledException) when (!deadline.IsCancelledByCaller)
        {
            return false;
        }
    }
}
