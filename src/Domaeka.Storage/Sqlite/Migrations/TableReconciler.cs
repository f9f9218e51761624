using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.Sqlite.Migrations;

/// <summary>
/// Brings the tables of a script together with the tables that a database has. What is missing is added; a table whose rules would
/// refuse this server's rows is rebuilt with everything that was in it; columns and rows of others stay.
/// </summary>
internal sealed class TableReconciler(SqliteConnection connection, ILogger logger)
{
    /// <summary>Makes the tables and indexes of the script, which is a row of CREATE TABLE and CREATE INDEX statements.</summary>
    public void Apply(string script)
    {
        // The script is run on an empty database, and what that looks like is the reference.
        using var reference = new SqliteConnection("Data Source=:memory:;Pooling=False");
        reference.Open();
        reference.Execute(script);
        foreach (var table in reference.Query<string>(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"))
            ApplyTable(TableShape.Read(reference, table)!);

        foreach (var index in reference.Query("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
            ApplyIndex((string)index.tbl_name, (string)index.sql, TableShape.ReadIndexColumns(reference, (string)index.name));
    }

    private void ApplyTable(TableShape reference)
    {
        var actual = TableShape.Read(connection, reference.Name);
        if (actual is not null && IsOldChatLog(actual))
        {
            var kept = TableRebuild.FreeName(connection, actual.Name + "_old");
            connection.Execute($"ALTER TABLE {Sql.Quote(actual.Name)} RENAME TO {Sql.Quote(kept)}");
            logger.TableKept(actual.Name, kept, "it has the layout of an older program");
            actual = null;
        }

        if (actual is null)
        {
            connection.Execute(reference.Definition);
            return;
        }

        if (WrittenTables.Find(reference.Name) is { } written && written.FindObstacle(reference, actual) is { } obstacle)
        {
            new TableRebuild(connection, logger).Run(reference, actual, written, obstacle);
            return;
        }

        foreach (var column in reference.Columns.Where(column => column.KeyPosition == 0 && actual.Find(column.Name) is null))
            connection.Execute($"ALTER TABLE {Sql.Quote(actual.Name)} ADD COLUMN {column.ToAddedDefinition()}");
    }

    private void ApplyIndex(string table, string definition, IReadOnlyList<string?> columns)
    {
        var there = connection.Query<string>("SELECT name FROM pragma_index_list(@table)", new { table })
            .Any(name => TableShape.ReadIndexColumns(connection, name).SequenceEqual(columns, StringComparer.OrdinalIgnoreCase));
        if (!there)
            connection.Execute(definition);
    }

    private static bool IsOldChatLog(TableShape table) => table.Name == "kb_chat_logs" && table.Find("channel_id") is null;
}
