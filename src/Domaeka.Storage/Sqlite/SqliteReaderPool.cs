using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Domaeka.Storage.Sqlite;

/// <summary>A few connections for reading, opened when first needed. In WAL mode they neither wait for the writer nor hold it up.</summary>
internal sealed class SqliteReaderPool(Func<SqliteSession> open, int size) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(size);
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private volatile bool _disposed;

    /// <summary>Reads on a thread of the pool, as soon as a connection is free.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Read(work), cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Closes the connections that nobody uses at the moment.</summary>
    public void CloseIdle()
    {
        while (_idle.TryTake(out var session))
            session.Dispose();
    }

    public void Dispose()
    {
        _disposed = true;
        CloseIdle();
    }

    private T Read<T>(Func<SqliteSession, T> work)
    {
        if (!_idle.TryTake(out var session))
            session = open();

        var keep = true;
        try
        {
            return work(session);
        }
        catch (SqliteException exception) when (SqliteErrors.SpoilsConnection(exception))
        {
            keep = false;
            throw;
        }
        finally
        {
            if (keep)
                _idle.Add(session);
            else
                session.Dispose();

            if (_disposed)
                Dispose();
        }
    }
}
