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
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _places;
    // The last one in is the first one out, so that those that are not needed grow old at the front.
    private readonly List<PooledSession> _idle = [];
    private readonly PoolKeeper _keeper;
    private int _generation;
    private bool _isClosed;

    public ConnectionPool(ConnectionSettings settings, TimeProvider time)
    {
        Settings = settings;
        _time = time;
        _places = new SemaphoreSlim(settings.MaximumPoolSize);
        _keeper = new PoolKeeper(this, time);
    }

    public ConnectionSettings Settings { get; }

    /// <summary>Sessions that wait.</summary>
    public int IdleCount
    {
        get
        {
            lock (_gate)
                return _idle.Count;
        }
    }

    /// <summary>Sessions in use, or being opened.</summary>
    public int RentedCount => Settings.MaximumPoolSize - _places.CurrentCount;

    /// <summary>Gives out a session: a waiting one made as new, or a new one.</summary>
    /// <exception cref="MySqlException">All are in use and none came back in time, or no new one could be opened.</exception>
    /// <exception cref="ObjectDisposedException">The data source was disposed.</exception>
    public async ValueTask<PooledSession> RentAsync(string? password, IOBehavior io, Deadline deadline)
    {
        ObjectDisposedException.ThrowIf(_isClosed, typeof(MySqlDataSource));
        if (!_places.Wait(0, CancellationToken.None))
            await WaitForPlaceAsync(io, deadline);
        try
        {
            _keeper.Start(password);
            while (TakeIdle() is { } idle)
            {
                if (await TryReviveAsync(idle, io, deadline))
                    return idle;
                await idle.Session.CloseAsync(io);
                deadline.ThrowIfExpired();
            }

            return await OpenAsync(password, io, deadline);
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
        _keeper.Dispose();
        await ClearAsync(io);
    }

    /// <summary>Closes those that waited too long, or were closed by the server meanwhile.</summary>
    public async ValueTask ReapAsync()
    {
        var reaped = new List<PooledSession>();
        lock (_gate)
        {
            var spare = RentedCount + _idle.Count - Settings.MinimumPoolSize;
            for (var i = 0; i < _idle.Count;)
            {
                var pooled = _idle[i];
                var isOld = Settings.ConnectionIdleTimeout > TimeSpan.Zero
                    && _time.GetElapsedTime(pooled.IdleSince) >= Settings.ConnectionIdleTimeout && spare > 0;
                if (!isOld && pooled.Session.IsIdleAndOpen())
                {
                    i++;
                    continue;
                }

                reaped.Add(pooled);
                _idle.RemoveAt(i);
                spare--;
            }
        }

        foreach (var pooled in reaped)
            await pooled.Session.CloseAsync(IOBehavior.Asynchronous);
    }

    /// <summary>Opens sessions until there are MinimumPoolSize of them.</summary>
    public async ValueTask FillAsync(string? password)
    {
        while (RentedCount + IdleCount < Settings.MinimumPoolSize && _places.Wait(0, CancellationToken.None))
        {
            PooledSession pooled;
            try
            {
                using var deadline = new Deadline(Settings.ConnectionTimeout, CancellationToken.None);
                pooled = await OpenAsync(password, IOBehavior.Asynchronous, deadline);
            }
            catch
            {
                _places.Release();
                throw;
            }

            await ReturnAsync(pooled, IOBehavior.Asynchronous);
        }
    }

    private async ValueTask<PooledSession> OpenAsync(string? password, IOBehavior io, Deadline deadline)
    {
        var generation = Volatile.Read(ref _generation);
        var session = await SessionFactory.OpenAsync(Settings, password, io, deadline);
        return new PooledSession(session, this, generation, _time.GetTimestamp());
    }

    private bool TryKeep(PooledSession pooled)
    {
        var session = pooled.Session;
        var lifeTime = Settings.ConnectionLifeTime;
        if (session.IsFailed || (lifeTime > TimeSpan.Zero && _time.GetElapsedTime(pooled.OpenedAt) >= lifeTime))
            return false;
        session.Trim();
        lock (_gate)
        {
            if (_isClosed || pooled.Generation != _generation)
                return false;
            pooled.IdleSince = _time.GetTimestamp();
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
            ? await SessionReset.TryResetAsync(pooled.Session, io, deadline.Remaining, deadline.CallersToken)
            : await SessionReset.TryPingAsync(pooled.Session, io, deadline.Remaining, deadline.CallersToken);
    }

    private async ValueTask WaitForPlaceAsync(IOBehavior io, Deadline deadline)
    {
        try
        {
            if (io == IOBehavior.Asynchronous)
                await _places.WaitAsync(deadline.Token);
            else
                _places.Wait(deadline.Token);
        }
        catch (OperationCanceledException exception)
        {
            deadline.CallersToken.ThrowIfCancellationRequested();
            throw Deadline.Expired(exception, isPoolEmpty: true);
        }
    }
}
