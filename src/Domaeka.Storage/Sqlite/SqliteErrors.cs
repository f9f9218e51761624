using Domaeka.Core.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Domaeka.Storage.Sqlite;

/// <summary>What SQLite's result codes (sqlite.org/rescode.html) mean to a caller of the stores.</summary>
internal static class SqliteErrors
{
    /// <summary>
    /// A constraint, a type that does not fit, a value that is too big: rejected. Everything else (locked, full, I/O, read-only,
    /// corrupt, a table that somebody dropped): unavailable, since it is the database that is not as it should be.
    /// </summary>
    public static Exception Translate(SqliteException exception) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG =>
            new StorageRejectedException($"The database refused the data. {exception.Message}", exception),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            new StorageUnavailableException($"The database is locked by another program. {exception.Message}", exception),
        raw.SQLITE_FULL =>
            new StorageUnavailableException($"There is no space for the database. {exception.Message}", exception),
        _ => new StorageUnavailableException($"The database cannot be used. {exception.Message}", exception),
    };

    /// <summary>True when the connection had better be opened anew before it is used again.</summary>
    public static bool SpoilsConnection(SqliteException exception) => exception.SqliteErrorCode is not
        (raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL);

    /// <summary>Throws when a call of the native library failed.</summary>
    public static void ThrowIfFailed(int resultCode, sqlite3 database)
    {
        if (resultCode is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            SqliteException.ThrowExceptionForRC(resultCode, database);
    }
}
