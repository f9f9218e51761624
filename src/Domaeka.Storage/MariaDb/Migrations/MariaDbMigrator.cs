using System.Data.Common;
using System.Globalization;
using Dapper;
using Domaeka.Storage.Rows;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.MariaDb.Migrations;

/// <summary>Applies the migrations that a database has not seen yet, one process at a time.</summary>
internal sealed class MariaDbMigrator(TimeProvider time, ILogger logger)
{
    /// <summary>Strict, so that no change of a column can cut what is in it; dates that are none may stay, and so may the number 0.</summary>
    private const string SqlMode = "STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES";

    /// <summary>Brings the database up to date.</summary>
    /// <param name="connection">Open, used by nobody else, and closed afterwards.</param>
    /// <param name="wait">How long to wait for another process that migrates.</param>
    /// <param name="migrations">Every migration, in order.</param>
    /// <returns>Whether <c>kb_schedule</c> has its triggers.</returns>
    /// <exception cref="StorageMigrationException">Another version of this program has migrated it, or another process does not come to an end.</exception>
    public async Task<bool> RunAsync(DbConnection connection, TimeSpan wait, IReadOnlyList<MariaDbMigration> migrations)
    {
        // TIMESTAMP columns of the shop become DATETIME with the wall clock of Seoul; nothing else here depends on the zone.
        await connection.ExecuteAsync($"SET SESSION time_zone = '+09:00', sql_mode = '{SqlMode}', lock_wait_timeout = {Seconds(wait)}");

        // A second process waits here and then finds nothing left to do. The lock goes with the connection.
        var got = await connection.ExecuteScalarAsync<long?>(
            "SELECT GET_LOCK(CONCAT('domaeka.', MD5(DATABASE())), @wait)",
            new { wait = Seconds(wait) },
            commandTimeout: Seconds(wait) + 10);
        if (got != 1)
            throw new StorageMigrationException($"Another process has been migrating the database {connection.Database} for longer than {wait} (Storage:MigrationTimeout).");

        try
        {
            await ApplyMissingAsync(connection, migrations);
            await MariaDbFacts.CleanAsync(connection, time.GetUtcNow());
            return await ScheduleTriggers.EnsureAsync(connection, logger);
        }
        finally
        {
            await connection.ExecuteAsync("DO RELEASE_LOCK(CONCAT('domaeka.', MD5(DATABASE())))");
        }
    }

    private async Task ApplyMissingAsync(DbConnection connection, IReadOnlyList<MariaDbMigration> migrations)
    {
        await connection.ExecuteAsync(
            """
            CREATE TABLE IF NOT EXISTS dk_migrations (
                number INT NOT NULL PRIMARY KEY,
                name VARCHAR(191) NOT NULL,
                applied_at DATETIME(3) NOT NULL
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
            """);
        var applied = (await connection.QueryAsync<(int Number, string Name)>("SELECT number, name FROM dk_migrations"))
            .ToDictionary(row => row.Number, row => row.Name);
        foreach (var (number, name) in applied)
        {
            if (!migrations.Any(migration => migration.Number == number && migration.Name == name))
            {
                throw new StorageMigrationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The database {connection.Database} has migration {number:0000} '{name}', which this version of Domaeka does not know. "
                    + $"Start the newer version that made it, or restore a backup from before."));
            }
        }

        // What compares by bytes, blanks at the end included, has another name in MySQL.
        var isMariaDb = connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);
        var reconciler = new TableReconciler(connection, isMariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin", logger);
        foreach (var migration in migrations.Where(migration => !applied.ContainsKey(migration.Number)))
        {
            await migration.Apply(reconciler);
            await connection.ExecuteAsync(
                "INSERT INTO dk_migrations (number, name, applied_at) VALUES (@Number, @Name, @At)",
                new { migration.Number, migration.Name, At = StoredTime.ToText(time.GetUtcNow()) });
            logger.MigrationApplied(migration.Number, migration.Name, connection.Database);
        }
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
