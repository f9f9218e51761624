using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Domaeka.Storage.Sqlite.Migrations;

/// <summary>What a table looks like.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Definition">The CREATE TABLE statement.</param>
/// <param name="Columns">Its columns, in order.</param>
/// <param name="UniqueSets">The column sets over which rows must differ, the primary key included.</param>
internal sealed partial record TableShape(
    string Name,
    string Definition,
    IReadOnlyList<TableColumn> Columns,
    IReadOnlyList<UniqueSet> UniqueSets)
{
    /// <summary>The columns of the primary key, in its order.</summary>
    public IReadOnlyList<TableColumn> Key { get; } =
        [.. Columns.Where(column => column.KeyPosition > 0).OrderBy(column => column.KeyPosition)];

    /// <summary>The column that SQLite numbers by itself; null when the table has none.</summary>
    public TableColumn? RowIdColumn =>
        Key is [var only] && only.Type.Equals("INTEGER", StringComparison.OrdinalIgnoreCase) ? only : null;

    /// <summary>True when the table checks values, such as an enumeration would.</summary>
    public bool HasCheck => Check().IsMatch(Definition);

    /// <summary>The table, or null when there is none of that name.</summary>
    public static TableShape? Read(SqliteConnection connection, string table)
    {
        var definition = connection.ExecuteScalar<string?>(
            "SELECT sql FROM sqlite_master WHERE type = 'table' AND lower(name) = lower(@table)", new { table });
        if (definition is null)
            return null;

        var columns = connection.Query(
            "SELECT name, type, \"notnull\" AS required, dflt_value AS value, pk FROM pragma_table_info(@table)", new { table })
            .Select(row => new TableColumn(
                (string)row.name, (string)row.type, (long)row.required != 0, (string?)row.value, (int)(long)row.pk))
            .ToList();
        var sets = connection.Query(
            "SELECT name, origin, partial FROM pragma_index_list(@table) WHERE \"unique\" = 1", new { table })
            .Where(row => (long)row.partial == 0)
            .Select(row => new UniqueSet(
                ReadIndexColumns(connection, (string)row.name), (string)row.origin == "c" ? (string)row.name : null))
            .ToList();
        var shape = new TableShape(table, definition, columns, sets);
        if (shape.RowIdColumn is { } rowId)
            sets.Add(new UniqueSet([rowId.Name], null));
        return shape;
    }

    /// <summary>The column of that name, or null.</summary>
    public TableColumn? Find(string column) =>
        Columns.FirstOrDefault(candidate => candidate.Name.Equals(column, StringComparison.OrdinalIgnoreCase));

    /// <summary>The columns of an index; null stands for an expression.</summary>
    public static IReadOnlyList<string?> ReadIndexColumns(SqliteConnection connection, string index) =>
        [.. connection.Query<string?>("SELECT name FROM pragma_index_info(@index) ORDER BY seqno", new { index })];

    [GeneratedRegex(@"\bCHECK\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex Check();
}
