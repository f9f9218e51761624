using System.Globalization;
using Dapper;
using Domaeka.Storage.Rows;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.Sqlite.Migrations;

/// <summary>Applies the migrations that a database has not seen yet, all or none, one process at a time.</summary>
internal sealed class SqliteMigrator(TimeProvider time, ILogger logger)
{
    /// <summary>Brings the database up to date. The connection must not be in a transaction.</summary>
    /// <exception cref="StorageMigrationException">The database was migrated by another version of this program.</exception>
    /// <exception cref="SqliteException">A migration failed and was rolled back.</exception>
    public void Run(SqliteConnection connection, string path, IReadOnlyList<SqliteMigration> migrations)
    {
        // Both are needed to rebuild a table under its name (sqlite.org/lang_altertable.html#otheralter), and neither can
        // be switched inside a transaction.
        connection.Execute("PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON");

        // A second process waits here and then finds nothing left to do.
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            ApplyMissing(connection, path, migrations);
            connection.Execute("COMMIT");
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
                connection.Execute("ROLLBACK");
            throw;
        }
    }

    private void ApplyMissing(SqliteConnection connection, string path, IReadOnlyList<SqliteMigration> migrations)
    {
        connection.Execute(
            "CREATE TABLE IF NOT EXISTS dk_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)");
        var applied = connection.Query<(long Number, string Name)>("SELECT number, name FROM dk_migrations").ToDictionary();
        foreach (var (number, name) in applied)
        {
            if (!migrations.Any(migration => migration.Number == number && migration.Name == name))
            {
                throw new StorageMigrationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The database {path} has migration {number:0000} '{name}', which this version of Domaeka does not know. "
                    + $"Start the newer version that made it, or restore a backup from before."));
            }
        }

        foreach (var migration in migrations.Where(migration => !applied.ContainsKey(migration.Number)))
        {
            migration.Apply(connection, logger);
            connection.Execute(
                "INSERT INTO dk_migrations (number, name, applied_at) VALUES (@Number, @Name, @At)",
                new { migration.Number, migration.Name, At = StoredTime.ToText(time.GetUtcNow()) });
            logger.MigrationApplied(migration.Number, migration.Name, path);
        }
    }
}
