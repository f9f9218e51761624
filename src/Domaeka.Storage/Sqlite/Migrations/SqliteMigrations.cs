namespace Domaeka.Storage.Sqlite.Migrations;

/// <summary>Every migration, in order. A new one goes to the end.</summary>
internal static class SqliteMigrations
{
    public static IReadOnlyList<SqliteMigration> All { get; } =
    [
        FromScript(1, "base_tables"),
        FromScript(2, "own_tables"),
        FromScript(3, "outbox"),
    ];

    // The tables of the script, brought together with those that an older server may have left.
    private static SqliteMigration FromScript(int number, string name) => new(
        number,
        name,
        (connection, logger) => new TableReconciler(connection, logger).Apply(ReadScript($"{number:0000}_{name}.sql")));

    private static string ReadScript(string name)
    {
        using var stream = typeof(SqliteMigrations).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The migration script {name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
