using System.Data;
using Domaeka.Core.Storage;
using Domaeka.Storage.MariaDb.Migrations;
using Domaeka.Storage.Sql;
using Domaeka.Storage.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace Domaeka.Storage.MariaDb;

/// <summary>The database on a server: migrated once, then written to and read from over a few connections that are kept open.</summary>
internal sealed class MariaDbDatabase : ISqlDatabase, IAsyncDisposable
{
    private const int MaxTries = 3;

    // Whoever makes way for another has lost next to no time.
    private const int MaxDeadlockTries = 10;

    // A process that stands still, or that the network has cut off, in the middle of a transaction: what it has locked, everybody waits for. MySQL has
    // no such setting.
    private const int IdleTransactionSeconds = 5;

    private readonly MariaDbLocation _location;
    private readonly StorageOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly StorageMetrics _metrics;
    private readonly MySqlDataSource _source;
    private readonly MariaDbSessions _readers;
    private readonly MariaDbSessions _writers;
    private SqlFacts? _facts;
    private MariaDbChatTable? _chatTable;
    private IsolationLevel _isolation = IsolationLevel.ReadCommitted;

    public MariaDbDatabase(IOptions<StorageOptions> options, TimeProvider time, ILogger<MariaDbDatabase> logger, StorageMetrics metrics)
    {
        _options = options.Value;
        _time = time;
        _logger = logger;
        _metrics = metrics;
        if (!MariaDbLocation.TryResolve(_options, out var location, out var problem))
            throw new OptionsValidationException(Options.DefaultName, typeof(StorageOptions), [problem]);
        _location = location;
        _source = new MySqlDataSource(location.ConnectionString);
        _readers = new MariaDbSessions(OpenAsync, _options.ReadConnections);
        _writers = new MariaDbSessions(OpenAsync, MariaDbLocation.WriteConnections);
    }

    public SqlDialect Dialect => SqlDialect.MariaDb;

    public SqlFacts Facts => _facts ?? throw new InvalidOperationException("The storage is used before the host has started it.");

    /// <summary>What <c>kb_chat_logs</c> is like.</summary>
    public MariaDbChatTable ChatTable => _chatTable ?? throw new InvalidOperationException("The storage is used before the host has started it.");

    /// <summary>Names this process among those that write to the database.</summary>
    public string Writer { get; } = $"{Environment.ProcessId}/{Guid.NewGuid():N}";

    /// <summary>Migrates the database and opens it for the stores. A second call does nothing.</summary>
    /// <exception cref="StorageMigrationException">The database cannot be used; the message says why.</exception>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        if (_facts is not null)
            return;

        try
        {
            _facts = await MigrateAsync(cancellationToken);
        }
        catch (StorageMigrationException exception)
        {
            _logger.MigrationFailed(exception.Message);
            throw;
        }
        catch (Exception exception) when (MariaDbErrors.IsOfTheDatabase(exception) || exception is FormatException)
        {
            var failure = new StorageMigrationException(
                $"The database {_location.Database} on {_location.Server} cannot be opened or migrated: {exception.Message}", exception);
            _logger.MigrationFailed(failure.Message);
            throw failure;
        }
    }

    public Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken) =>
        ReadAsync((MariaDbSession session) => work(new SqlSession(session.Connection, null, cancellationToken)), cancellationToken);

    public Task<T> WriteAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken) =>
        WriteAsync((MariaDbSession session) => work(new SqlSession(session.Connection, session.Transaction, CancellationToken.None)), cancellationToken);

    /// <summary>Reads, on a connection that nobody else uses meanwhile.</summary>
    /// <exception cref="StorageUnavailableException">It cannot be read.</exception>
    public Task<T> ReadAsync<T>(Func<MariaDbSession, Task<T>> work, CancellationToken cancellationToken) =>
        _metrics.MeasureAsync("mariadb", "read", () => ReadNowAsync(work, cancellationToken));

    /// <summary>
    /// Does the work in one transaction and commits it; the work may be done again from its beginning. What has begun is not cancelled.
    /// </summary>
    /// <exception cref="StorageUnavailableException">
    /// Nothing was written; or the connection broke while it was committed, and the work must be such that it may be done once more.
    /// </exception>
    /// <exception cref="StorageRejectedException">Nothing was written.</exception>
    public async Task<T> WriteAsync<T>(Func<MariaDbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await TryWriteAsync(work, cancellationToken);
        }
        catch (CommitUnknownException exception)
        {
            throw MariaDbErrors.Translate(exception.InnerException!);
        }
    }

    /// <inheritdoc cref="WriteAsync{T}(Func{MariaDbSession, Task{T}}, CancellationToken)"/>
    /// <exception cref="CommitUnknownException">The connection broke while it was committed.</exception>
    public Task<T> TryWriteAsync<T>(Func<MariaDbSession, Task<T>> work, CancellationToken cancellationToken) =>
        _metrics.MeasureAsync("mariadb", "write", () => WriteNowAsync(work, cancellationToken));

    /// <summary>A connection with the settings of a session, beside those that are kept.</summary>
    public async Task<MariaDbSession> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken);
        try
        {
            // A wait for a lock is tried MaxTries times.
            var wait = _options.BusyTimeout == TimeSpan.Zero ? 0 : Math.Max(1, (int)Math.Ceiling(_options.BusyTimeout.TotalSeconds / MaxTries));
            var idle = IsMariaDb(connection) ? $", idle_transaction_timeout = {IdleTransactionSeconds}" : "";
            var sql = $"""
                SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO',
                    lock_wait_timeout = {Math.Max(1, wait)}, innodb_lock_wait_timeout = {Math.Max(1, wait)}{idle};
                SET SESSION TRANSACTION ISOLATION LEVEL {(_isolation == IsolationLevel.ReadCommitted ? "READ COMMITTED" : "REPEATABLE READ")};
                SELECT @@max_allowed_packet, @@auto_increment_increment
                """;
            await using var command = new MySqlCommand(sql, connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return new MariaDbSession(
                connection,
                new MariaDbLimits(Convert.ToInt64(reader.GetValue(0), null), Convert.ToInt64(reader.GetValue(1), null)));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _readers.DisposeAsync();
        await _writers.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task<T> ReadNowAsync<T>(Func<MariaDbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        RequireInitialized();
        await _readers.WaitAsync(cancellationToken);
        try
        {
            return await RunAsync(_readers, work, cancellationToken);
        }
        finally
        {
            _readers.Release();
        }
    }

    private async Task<T> WriteNowAsync<T>(Func<MariaDbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        RequireInitialized();
        await _writers.WaitAsync(cancellationToken);
        try
        {
            var metDuplicate = false;
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await RunAsync(_writers, session => TransactAsync(session, work), cancellationToken);
                }
                catch (StorageUnavailableException exception) when (exception.InnerException is { } inner && attempt < TriesOf(inner))
                {
                    _logger.TransactionRepeated(inner, attempt + 1);

                    // Two that met once would meet again if both came back at once.
                    await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 1 << Math.Min(attempt + 2, 7))), _time, CancellationToken.None);
                }
                catch (StorageRejectedException exception) when (!metDuplicate && exception.InnerException is { } inner && MariaDbErrors.IsDuplicate(inner))
                {
                    // Another process may have stored the row since this one looked for it. The second time it is seen.
                    metDuplicate = true;
                }
            }
        }
        finally
        {
            _writers.Release();
        }
    }

    private async Task<T> TransactAsync<T>(MariaDbSession session, Func<MariaDbSession, Task<T>> work)
    {
        T result;
        try
        {
            await session.BeginAsync(_isolation);
            result = await work(session);
        }
        catch
        {
            await session.RollbackAsync();
            throw;
        }

        try
        {
            await session.CommitAsync();
            return result;
        }
        catch (Exception exception) when (MariaDbErrors.IsOfTheDatabase(exception))
        {
            if (MariaDbErrors.IsAnswer(exception) && session.Connection.State == ConnectionState.Open)
            {
                await session.RollbackAsync();
                throw;
            }

            throw new CommitUnknownException(exception) { Result = result };
        }
    }

    private async Task<T> RunAsync<T>(MariaDbSessions sessions, Func<MariaDbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (session, wasKept) = await TakeAsync(sessions, cancellationToken);
            var isDone = false;
            try
            {
                var result = await work(session);
                isDone = true;
                return result;
            }
            catch (Exception exception) when (MariaDbErrors.IsOfTheDatabase(exception))
            {
                // The connection stays where only the statement failed.
                isDone = !MariaDbErrors.IsOfTheConnection(exception);
                if (isDone)
                    throw MariaDbErrors.Translate(exception);

                // One that was kept may have been closed long ago, when the server was started anew: a new one tells.
                _logger.ConnectionLost(exception);
                if (!wasKept || attempt > 1)
                    throw MariaDbErrors.Translate(exception);
                await sessions.ForgetAsync();
            }
            finally
            {
                if (isDone && session.IsUsable)
                    sessions.Keep(session);
                else
                    await session.DisposeAsync();
            }
        }
    }

    private static int TriesOf(Exception exception) =>
        MariaDbErrors.IsDeadlock(exception) ? MaxDeadlockTries : MariaDbErrors.IsLockTimeout(exception) ? MaxTries : 1;

    private static async Task<(MariaDbSession Session, bool WasKept)> TakeAsync(MariaDbSessions sessions, CancellationToken cancellationToken)
    {
        try
        {
            return await sessions.TakeAsync(cancellationToken);
        }
        catch (Exception exception) when (MariaDbErrors.IsOfTheDatabase(exception))
        {
            throw MariaDbErrors.Translate(exception);
        }
    }

    private async Task<SqlFacts> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        var triggers = await new MariaDbMigrator(_time, _logger).RunAsync(connection, _options.MigrationTimeout, MariaDbMigrations.All);
        var (facts, isolation) = await MariaDbFacts.ReadAsync(connection, triggers);
        _isolation = isolation;
        _chatTable = await MariaDbChatTable.ReadAsync(connection);
        _logger.ServerOpened(IsMariaDb(connection) ? "MariaDB" : "MySQL", connection.ServerVersion, _location.Database, _location.Server);
        return facts;
    }

    private static bool IsMariaDb(MySqlConnection connection) => connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);

    private void RequireInitialized() => _ = Facts;
}
