using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.Sqlite;

/// <summary>
/// The only one who writes: a thread of its own with one connection works through the jobs in order of arrival, those that wait
/// together in one transaction. SQLite admits one writer at a time anyway and blocks the calling thread; here callers wait without
/// holding a thread, and never for SQLite's lock.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    // Not a BlockingCollection: that one spins before it sleeps, which on a small machine takes the time from those who bring the jobs.
    private readonly object _gate = new();
    private readonly Queue<WriteJob> _jobs = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteWriterConnection _connection;
    private readonly TimeProvider _time;
    private bool _closed;

    public SqliteWriter(Func<SqliteSession> open, TimeProvider time, ILogger logger)
    {
        _time = time;
        _connection = new SqliteWriterConnection(open, logger);
        new Thread(Loop) { IsBackground = true, Name = "Domaeka SQLite writer" }.Start();
    }

    /// <summary>How often the connection was opened. Only for the writer's thread.</summary>
    public int Generation => _connection.Generation;

    /// <summary>
    /// Does the work on the writer's thread in a transaction, which it may share with the work of others; when the task completes it is
    /// committed. It is done again when the failure of another's undid it.
    /// </summary>
    public Task<T> TransactAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        AddAsync(work, isTransaction: true, cancellationToken);

    /// <summary>Does the work on the writer's thread, outside a transaction.</summary>
    public Task<T> RunAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        AddAsync(work, isTransaction: false, cancellationToken);

    /// <summary>Finishes what is queued and closes the connection, which folds the write-ahead log into the file.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }

        await _ended.Task;
    }

    private Task<T> AddAsync<T>(Func<SqliteSession, T> work, bool isTransaction, CancellationToken cancellationToken)
    {
        var job = new WriteJob<T>(work, cancellationToken) { IsTransaction = isTransaction };
        if (!TryAdd(job))
            job.Refuse("The storage is closed.");
        return job.Completion;
    }

    private void Loop()
    {
        var group = new WriteGroup(_connection, _time);
        while (Take() is { } job)
        {
            if (!job.TryTake())
                continue;
            if (job.IsTransaction)
                group.Run(job, TakeTransaction);
            else
                RunAlone(job);
        }

        _connection.Dispose();
        _ended.SetResult();
    }

    private void RunAlone(WriteJob job)
    {
        try
        {
            job.Do(_connection.Open());
            job.Tell();
        }
        catch (Exception exception)
        {
            _connection.Abandon(exception);
            job.Fail(exception);
        }
    }

    private bool TryAdd(WriteJob job)
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            _jobs.Enqueue(job);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <returns>Null when there is nothing left and the storage is closed.</returns>
    private WriteJob? Take()
    {
        lock (_gate)
        {
            while (_jobs.Count == 0 && !_closed)
                Monitor.Wait(_gate);
            return _jobs.TryDequeue(out var job) ? job : null;
        }
    }

    /// <returns>Null when what waits in front, if anything, is no transaction.</returns>
    private WriteJob? TakeTransaction()
    {
        lock (_gate)
        {
            while (_jobs.TryPeek(out var job) && job.IsTransaction)
            {
                _jobs.Dequeue();
                if (job.TryTake())
                    return job;
            }

            return null;
        }
    }
}
