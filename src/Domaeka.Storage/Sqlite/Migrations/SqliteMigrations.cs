using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.Sqlite.Migrations;

/// <summary>Every migration, in order. A new one goes to the end.</summary>
internal static class SqliteMigrations
{
    public static IReadOnlyList<SqliteMigration> All { get; } =
    [
        FromScript(1, "base_tables"),
        FromScript(2, "own_tables"),
        FromScript(3, "outbox"),
        new(4, "schedules", AddSchedules),
        FromScript(5, "leases"),
        FromScript(6, "process_load"),

        // Numbers are the same on both databases. Pictures are files here.
        new(7, "media", static (_, _) => { }),
        FromScript(8, "address_blocks"),
        FromScript(9, "retention"),
        FromScript(10, "key_use"),
        FromScript(11, "session_tokens"),
        FromScript(12, "signed_claims"),
        FromScript(13, "outbox_trace"),
    ];

    // The tables of the script, brought together with those that an older server may have left.
    private static SqliteMigration FromScript(int number, string name) => new(
        number,
        name,
        (connection, logger) => new TableReconciler(connection, logger).Apply(MigrationScript.Read($"sqlite/{number:0000}_{name}.sql")));

    // The shop's tables once more: databases that were migrated before the server wrote to kb_schedule kept rules that would refuse its rows.
    private static void AddSchedules(SqliteConnection connection, ILogger logger)
    {
        var reconciler = new TableReconciler(connection, logger);
        reconciler.Apply(MigrationScript.Read("sqlite/0001_base_tables.sql"));
        reconciler.Apply(MigrationScript.Read("sqlite/0004_schedules.sql"));
        connection.Execute(MigrationScript.Read("sqlite/0004_schedule_triggers.sql"));
    }
}
