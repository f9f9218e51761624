namespace Domaeka.Storage.MariaDb.Migrations;

/// <summary>Every migration, in order. A new one goes to the end.</summary>
internal static class MariaDbMigrations
{
    public static IReadOnlyList<MariaDbMigration> All { get; } =
    [
        FromScript(1, "base_tables"),
        FromScript(2, "own_tables"),
        FromScript(3, "outbox"),
        FromScript(4, "schedules"),
        FromScript(5, "leases"),
        FromScript(6, "process_load"),
        FromScript(7, "media"),
        FromScript(8, "address_blocks"),
        FromScript(9, "retention"),
        FromScript(10, "key_use"),
        FromScript(11, "session_tokens"),
        FromScript(12, "signed_claims"),
        FromScript(13, "outbox_trace"),
    ];

    // The tables of the script, brought together with those that an older server may have left.
    private static MariaDbMigration FromScript(int number, string name) =>
        new(number, name, reconciler => reconciler.ApplyAsync(MigrationScript.Read($"mariadb/{number:0000}_{name}.sql")));
}
