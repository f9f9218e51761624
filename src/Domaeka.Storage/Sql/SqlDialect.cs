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

    private sealed class SqliteDialect : SqlDialect
    {
        public override string SelectLastInsertId => "SELECT last_insert_rowid()";

        public override string AsText(string column) => column;

        // The write lock is held from the beginning of the transaction on: what was looked up before the INSERT still holds.
        public override string KeepTaken(string keyColumn) => "";

        public override string Replace(string key, params IReadOnlyList<string> columns) =>
            $"ON CONFLICT ({key}) DO UPDATE SET " + string.Join(", ", columns.Select(column => $"{column} = excluded.{column}"));
    }

    private sealed class MariaDbDialect : SqlDialect
    {
        public override string SelectLastInsertId => "SELECT LAST_INSERT_ID()";

        public override string AsText(string column) => $"CAST({column} AS CHAR)";

        // Not INSERT IGNORE, which would cut texts that are too long.
        public override string KeepTaken(string keyColumn) => $"ON DUPLICATE KEY UPDATE {keyColumn} = {keyColumn}";

        public override string Replace(string key, params IReadOnlyList<string> columns) =>
            "ON DUPLICATE KEY UPDATE " + string.Join(", ", columns.Select(column => $"{column} = VALUES({column})"));
    }
}
