using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Domaeka.Storage.Sqlite;

/// <summary>One open connection with its settings and prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    // Keeps a write-ahead log that a long read let grow from staying that large for ever.
    private const int WalSizeLimitBytes = 64 * 1024 * 1024;

    private const int ReaderCacheKibibytes = 4096;

    private readonly Dictionary<string, SqliteStatement> _statements = [];

    private SqliteSession(SqliteConnection connection) => Connection = connection;

    /// <summary>For Dapper. Begin no transaction on it; see <see cref="Begin"/>.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>For the one that writes: how the chat log's index is kept.</summary>
    public SqliteChatIndexPace ChatIndexPace { get; } = new();

    /// <summary>The number of the row that this connection inserted last.</summary>
    public long LastInsertId => raw.sqlite3_last_insert_rowid(Connection.Handle);

    /// <summary>How many rows the statement that ran last changed.</summary>
    public int Changes => raw.sqlite3_changes(Connection.Handle);

    /// <summary>Opens the one connection that writes.</summary>
    public static SqliteSession OpenWriter(SqliteLocation location, StorageOptions options) => Open(location, options.BusyTimeout, $"""
        PRAGMA synchronous = {(options.Synchronous == StorageSynchronous.Full ? "FULL" : "NORMAL")};
        PRAGMA foreign_keys = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -{options.CacheKibibytes};
        PRAGMA journal_size_limit = {WalSizeLimitBytes};
        """);

    /// <summary>Opens a connection that cannot write.</summary>
    public static SqliteSession OpenReader(SqliteLocation location, StorageOptions options) => Open(location, options.BusyTimeout, $"""
        PRAGMA query_only = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -{ReaderCacheKibibytes};
        """);

    /// <summary>The statement, prepared once per connection.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new SqliteStatement(Connection.Handle!, sql));
        return statement;
    }

    /// <summary>False also where SQLite has rolled back by itself, as it does after some errors (full disk, I/O).</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(Connection.Handle) == 0;

    /// <summary>Begins a transaction that holds the write lock from its beginning.</summary>
    public void Begin() => Statement("BEGIN IMMEDIATE").Execute();

    /// <summary>Does the work inside the transaction; where it throws, what it alone has written is undone.</summary>
    public void Nest(WriteJob job)
    {
        Statement("SAVEPOINT job").Execute();
        try
        {
            job.Do(this);
            Statement("RELEASE job").Execute();
        }
        catch when (IsInTransaction)
        {
            Statement("ROLLBACK TO job").Execute();
            Statement("RELEASE job").Execute();
            throw;
        }
    }

    /// <summary>Commits the transaction.</summary>
    public void Commit() => Statement("COMMIT").Execute();

    /// <summary>Ends the transaction, if one is open, as if it had never been.</summary>
    public void Rollback()
    {
        if (IsInTransaction)
            raw.sqlite3_exec(Connection.Handle, "ROLLBACK");
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
        Connection.Dispose();
    }

    private static SqliteSession Open(SqliteLocation location, TimeSpan busyTimeout, string settings)
    {
        // The driver retries on its own too, in steps of 150 ms up to its command time-out, which cannot be below 1 s.
        var connection = new SqliteConnection(location.ConnectionString) { DefaultTimeout = 1 };
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle, (int)busyTimeout.TotalMilliseconds);
            connection.Execute(settings);
            return new SqliteSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
