using System.Globalization;

namespace Domaeka.Storage.Sql;

/// <summary>In what the SQL of one database differs from that of another, as far as the common stores need it.</summary>
internal abstract class SqlDialect
{
    /// <summary>SQLite.</summary>
    public static SqlDialect Sqlite { get; } = new SqliteDialect();

    /// <summary>MariaDB and MySQL.</summary>
    public static SqlDialect MariaDb { get; } = new MariaDbDialect();

    /// <summary>Selects the number that this connection's last INSERT was given; what triggers inserted does not count.</summary>
    public abstract string SelectLastInsertId { get; }

    /// <summary>The time by the database's clock, UTC, to the millisecond.</summary>
    public abstract string UtcNow { get; }

    /// <summary>Behind a SELECT: what it finds can be changed by nobody else until the transaction ends.</summary>
    public abstract string LockForUpdate { get; }

    /// <summary>Behind a SELECT: as <see cref="LockForUpdate"/>, but others may hold it likewise.</summary>
    public abstract string LockInShareMode { get; }

    /// <summary><see cref="UtcNow"/> and as many microseconds as the parameter says, which may be negative.</summary>
    public abstract string UtcNowPlusMicroseconds(string parameter);

    /// <summary>
    /// A column of a date or a time as text. Tables of others hold dates that are none, such as 0000-00-00, in columns of any type; as text they
    /// can all be read.
    /// </summary>
    public abstract string AsText(string column);

    /// <summary>Behind an INSERT: a row whose key is taken is left as it is, without an error.</summary>
    /// <param name="keyColumn">A column of the key.</param>
    public abstract string KeepTaken(string keyColumn);

    /// <summary>Behind an INSERT: a row whose key is taken gets these columns of the new one.</summary>
    /// <param name="key">The key's columns, separated by commas.</param>
    /// <param name="columns">What it gets.</param>
    public abstract string Replace(string key, params IReadOnlyList<string> columns);

    /// <summary>Deletes the rows whose time is before the parameter <c>@before</c>, the oldest first; an index over the time makes it cheap.</summary>
    /// <param name="table">Where.</param>
    /// <param name="timeColumn">The column of the time; a row without one stays.</param>
    /// <param name="sqliteKey">What tells rows apart on SQLite, which cannot end a DELETE after so many rows: <c>rowid</c>, or the key's columns.</param>
    /// <param name="limit">At most so many.</param>
    public abstract string DeleteOldest(string table, string timeColumn, string sqliteKey, int limit);

    private sealed class SqliteDialect : SqlDialect
    {
        public override string SelectLastInsertId => "SELECT last_insert_rowid()";

        public override string UtcNow => "strftime('%Y-%m-%d %H:%M:%f', 'now')";

        // The transaction holds the write lock.
        public override string LockForUpdate => "";

        public override string LockInShareMode => "";

        public override string UtcNowPlusMicroseconds(string parameter) =>
            $"strftime('%Y-%m-%d %H:%M:%f', 'now', ({parameter} / 1000000.0) || ' seconds')";

        public override string AsText(string column) => column;

        // The write lock is held from the beginning of the transaction on: what was looked up before the INSERT still holds.
        public override string KeepTaken(string keyColumn) => "";

        public override string Replace(string key, params IReadOnlyList<string> columns) =>
            $"ON CONFLICT ({key}) DO UPDATE SET " + string.Join(", ", columns.Select(column => $"{column} = excluded.{column}"));

        public override string DeleteOldest(string table, string timeColumn, string sqliteKey, int limit) => string.Create(
            CultureInfo.InvariantCulture,
            $"DELETE FROM {table} WHERE ({sqliteKey}) IN (SELECT {sqliteKey} FROM {table} WHERE {timeColumn} < @before ORDER BY {timeColumn} LIMIT {limit})");
    }

    private sealed class MariaDbDialect : SqlDialect
    {
        public override string SelectLastInsertId => "SELECT LAST_INSERT_ID()";

        public override string UtcNow => "UTC_TIMESTAMP(3)";

        public override string LockForUpdate => "FOR UPDATE";

        public override string LockInShareMode => "LOCK IN SHARE MODE";

        public override string UtcNowPlusMicroseconds(string parameter) => $"(UTC_TIMESTAMP(3) + INTERVAL {parameter} MICROSECOND)";

        public override string AsText(string column) => $"CAST({column} AS CHAR)";

        // Not INSERT IGNORE, which would cut texts that are too long.
        public override string KeepTaken(string keyColumn) => $"ON DUPLICATE KEY UPDATE {keyColumn} = {keyColumn}";

        public override string Replace(string key, params IReadOnlyList<string> columns) =>
            "ON DUPLICATE KEY UPDATE " + string.Join(", ", columns.Select(column => $"{column} = VALUES({column})"));

        public override string DeleteOldest(string table, string timeColumn, string sqliteKey, int limit) => string.Create(
            CultureInfo.InvariantCulture, $"DELETE FROM {table} WHERE {timeColumn} < @before ORDER BY {timeColumn} LIMIT {limit}");
    }
}
