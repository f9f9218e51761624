using Dapper;
using Domaeka.Core.Storage;
using Domaeka.Storage.Sql;
using Domaeka.Storage.Sqlite.Migrations;
using Domaeka.Storage.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace Domaeka.Storage.Sqlite;

/// <summary>The database file: opened and migrated once, then written to by one connection and read by several.</summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    private readonly SqliteLocation _location;
    private readonly StorageOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly StorageMetrics _metrics;
    private Opened? _opened;

    public SqliteDatabase(IOptions<StorageOptions> options, TimeProvider time, ILogger<SqliteDatabase> logger, StorageMetrics metrics)
    {
        Batteries_V2.Init();
        _options = options.Value;
        _time = time;
        _logger = logger;
        _metrics = metrics;
        if (!SqliteLocation.TryResolve(_options, out var location, out var problem))
            throw new OptionsValidationException(Options.DefaultName, typeof(StorageOptions), [problem]);
        _location = location;
    }

    /// <summary>What the tables that were found or made are like.</summary>
    public SqlFacts Facts => Current.Facts;

    private Opened Current => _opened ?? throw new InvalidOperationException("The storage is used before the host has started it.");

    /// <summary>Makes the file where it is missing, migrates it, and opens it for the stores. A second call does nothing.</summary>
    /// <exception cref="StorageMigrationException">The database cannot be used; the message says why.</exception>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        if (_opened is not null)
            return;

        try
        {
            var (facts, version) = await Task.Run(Migrate, cancellationToken);
            _opened = new Opened(
                new SqliteWriter(() => SqliteSession.OpenWriter(_location, _options), _time, _logger),
                new SqliteReaderPool(() => SqliteSession.OpenReader(_location, _options), _options.ReadConnections),
                facts);
            _logger.StorageOpened(version, _location.Path, _options.Synchronous);
        }
        catch (StorageMigrationException exception)
        {
            _logger.MigrationFailed(exception.Message);
            throw;
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            var failure = new StorageMigrationException(
                $"The database {_location.Path} cannot be opened or migrated: {exception.Message}", exception);
            _logger.MigrationFailed(failure.Message);
            throw failure;
        }
    }

    /// <inheritdoc cref="SqliteWriter.TransactAsync{T}"/>
    /// <exception cref="StorageUnavailableException">Nothing was written.</exception>
    /// <exception cref="StorageRejectedException">Nothing was written.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        _metrics.MeasureAsync("sqlite", "write", () => Current.Writer.TransactAsync(work, cancellationToken));

    /// <inheritdoc cref="SqliteReaderPool.ReadAsync{T}"/>
    /// <exception cref="StorageUnavailableException">It cannot be read.</exception>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        _metrics.MeasureAsync("sqlite", "read", () => Current.Readers.ReadAsync(work, cancellationToken));

    /// <summary>A stamp that changes with every commit of anybody but the writer, and when the writer's connection is opened anew.</summary>
    public Task<string> ReadForeignChangeStampAsync(CancellationToken cancellationToken)
    {
        var writer = Current.Writer;
        return writer.RunAsync(
            session => $"{writer.Generation}:{session.Statement("PRAGMA data_version").ExecuteInt64()}",
            cancellationToken);
    }

    /// <summary>Lets SQLite free the pages that it holds, as soon as the writer comes to it. Connections for reading are opened anew when needed.</summary>
    public void Trim()
    {
        if (_opened is null)
            return;
        _opened.Readers.CloseIdle();
        _ = _opened.Writer
            .RunAsync(
                static session =>
                {
                    session.Statement("PRAGMA shrink_memory").Execute();
                    return true;
                },
                CancellationToken.None)
            .ContinueWith(
                static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        if (_opened is null)
            return;

        // Readers first: whoever closes last folds the write-ahead log into the file, and readers may not write.
        _opened.Readers.Dispose();
        await _opened.Writer.DisposeAsync();
    }

    private (SqlFacts Facts, string Version) Migrate()
    {
        PrivateDirectory.Create(Path.GetDirectoryName(_location.Path)!);
        using var connection = new SqliteConnection(_location.ConnectionString)
        {
            DefaultTimeout = Math.Max(1, (int)_options.MigrationTimeout.TotalSeconds),
        };
        connection.Open();
        var mode = connection.ExecuteScalar<string>("PRAGMA journal_mode = WAL");
        if (mode != "wal")
        {
            throw new StorageMigrationException(
                $"The database {_location.Path} cannot use a write-ahead log (journal mode stays '{mode}'). Put it on a local disk.");
        }

        new SqliteMigrator(_time, _logger).Run(connection, _location.Path, SqliteMigrations.All);
        return (SqliteSqlDatabase.ReadFacts(connection), connection.ServerVersion);
    }

    private sealed record Opened(SqliteWriter Writer, SqliteReaderPool Readers, SqlFacts Facts);
}
