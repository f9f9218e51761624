using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.Sqlite;

/// <summary>The writer's connection: opened when it is needed, and anew after an error that spoils it. Used by one thread.</summary>
internal sealed class SqliteWriterConnection(Func<SqliteSession> open, ILogger logger) : IDisposable
{
    private SqliteSession? _session;

    /// <summary>How often it was opened.</summary>
    public int Generation { get; private set; }

    /// <inheritdoc cref="SqliteSession.IsInTransaction"/>
    public bool IsInTransaction => _session is { IsInTransaction: true };

    /// <summary>The open connection.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public SqliteSession Open()
    {
        if (_session is null)
        {
            _session = open();
            Generation++;
        }

        return _session;
    }

    /// <summary>Ends a transaction that is open, and the connection too when the error spoils it.</summary>
    public void Abandon(Exception exception)
    {
        if (_session is null)
            return;

        _session.Rollback();
        if (exception is not SqliteException error || !SqliteErrors.SpoilsConnection(error))
            return;

        logger.ConnectionReopened(error);
        _session.Dispose();
        _session = null;
    }

    public void Dispose() => _session?.Dispose();
}
