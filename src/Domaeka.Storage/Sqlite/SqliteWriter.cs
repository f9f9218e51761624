using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.Sqlite;

/// <summary>
/// The only one who writes: a thread of its own with one connection works through the jobs in order of arrival. SQLite
/// admits one writer at a time anyway and blocks the calling thread; here callers wait without holding a thread, and never for
/// SQLite's lock.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    // Not a BlockingCollection: that one spins before it sleeps, which on a small machine takes the time from those who bring the jobs.
    private readonly object _gate = new();
    private readonly Queue<WriteJob> _jobs = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<SqliteSession> _open;
    private readonly ILogger _logger;
    private SqliteSession? _session;
    private bool _closed;

    public SqliteWriter(Func<SqliteSession> open, ILogger logger)
    {
        _open = open;
        _logger = logger;
        new Thread(Loop) { IsBackground = true, Name = "Domaeka SQLite writer" }.Start();
    }

    /// <summary>How often the connection was opened. Only for the writer's thread.</summary>
    public int Generation { get; private set; }

    /// <summary>Does the work on the writer's thread in a transaction of its own; when the task completes it is committed.</summary>
    public Task<T> TransactAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        RunAsync(session => session.Transact(work), cancellationToken);

    /// <summary>Does the work on the writer's thread, outside a transaction.</summary>
    public Task<T> RunAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        var job = new WriteJob<T>(work, cancellationToken);
        if (!TryAdd(job))
            job.Refuse("The storage is closed.");
        return job.Completion;
    }

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

    private void Loop()
    {
        while (Take() is { } job)
        {
            if (job.Run(Session) is { } error && SqliteErrors.SpoilsConnection(error))
                CloseSpoiled(error);
        }

        _session?.Dispose();
        _ended.SetResult();
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

    private SqliteSession Session()
    {
        if (_session is null)
        {
            _session = _open();
            Generation++;
        }

        return _session;
    }

    private void CloseSpoiled(SqliteException error)
    {
        if (_session is null)
            return;

        _logger.ConnectionReopened(error);
        _session.Dispose();
        _session = null;
    }
}
