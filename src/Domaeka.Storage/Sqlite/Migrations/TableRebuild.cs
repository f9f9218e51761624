using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.Sqlite.Migrations;

/// <summary>
/// Gives a table the reference's rules, keeping its further columns, its rows, its indexes and triggers. SQLite cannot change a key
/// or a constraint in place, so the rows are copied (sqlite.org/lang_altertable.html#otheralter).
/// </summary>
internal sealed class TableRebuild(SqliteConnection connection, ILogger logger)
{
    private const string Scratch = "dk_rebuild";

    // Two rows about one device or room become one. Whoever was shut out stays out; an administrator's yes stands
    // before rows that nobody has decided on; of equals the newest.
    private const string StrictestFirst = """
        CASE lower(trim(status)) WHEN 'blocked' THEN 0 WHEN 'denied' THEN 1 WHEN 'revoked' THEN 1 WHEN 'approved' THEN 2 ELSE 3 END,
        """;

    /// <summary>Rebuilds the table. Rows that would be lost by it stay behind in a table with the suffix <c>_old</c>.</summary>
    public void Run(TableShape reference, TableShape actual, WrittenTable written, string reason)
    {
        var name = Sql.Quote(actual.Name);
        var dependents = connection.Query(
            "SELECT type, name, sql FROM sqlite_master WHERE lower(tbl_name) = lower(@Name) AND type IN ('index', 'trigger') AND sql IS NOT NULL",
            new { actual.Name })
            .Select(row => (Type: (string)row.type, Name: (string)row.name, Sql: (string)row.sql))
            .ToList();

        var key = KeyName(reference, actual);
        Create(reference, actual, key);
        var lost = Copy(reference, actual, written, key);
        foreach (var dependent in dependents)
            connection.Execute($"DROP {dependent.Type} {Sql.Quote(dependent.Name)}");
        if (lost)
        {
            var kept = FreeName(connection, actual.Name + "_old");
            connection.Execute($"ALTER TABLE {name} RENAME TO {Sql.Quote(kept)}");
            logger.TableKept(actual.Name, kept, "several of its rows became one");
        }
        else
        {
            connection.Execute($"DROP TABLE {name}");
        }

        connection.Execute($"ALTER TABLE {Scratch} RENAME TO {name}");
        var harmful = actual.UniqueSets.Where(set => !written.IsHarmless(set, reference, actual)).Select(set => set.Index).ToHashSet();
        foreach (var dependent in dependents.Where(dependent => !harmful.Contains(dependent.Name)))
            connection.Execute(dependent.Sql);
        logger.TableRebuilt(actual.Name, reason);
    }

    /// <summary>The wanted table name, or one with a number behind it where that is taken.</summary>
    public static string FreeName(SqliteConnection connection, string wanted)
    {
        var name = wanted;
        for (var number = 2; IsTaken(name); number++)
            name = $"{wanted}{number}";
        return name;

        bool IsTaken(string candidate) => connection.ExecuteScalar<long>(
            "SELECT count(*) FROM sqlite_master WHERE lower(name) = lower(@candidate)", new { candidate }) > 0;
    }

    // Some tables call their number "id" where the reference has a longer name; whoever reads it goes on finding it.
    private static string? KeyName(TableShape reference, TableShape actual)
    {
        if (reference.RowIdColumn is not { } number)
            return null;
        return actual.Find(number.Name) is null && actual.Find("id") is { } id ? id.Name : number.Name;
    }

    // Columns of others go to the front, since SQL wants them before the constraints; so they keep their defaults, which
    // a column that is added afterwards could not.
    private void Create(TableShape reference, TableShape actual, string? key)
    {
        var further = actual.Columns
            .Where(column => reference.Find(column.Name) is null && !column.Name.Equals(key, StringComparison.OrdinalIgnoreCase))
            .Select(column => $"{Sql.Quote(column.Name)} {column.Type}{(column.Default is { } value ? $" DEFAULT ({value})" : "")}, ");
        var definition = reference.Definition.Replace(
            $"CREATE TABLE {reference.Name} (",
            $"CREATE TABLE {Scratch} ({string.Concat(further)}",
            StringComparison.Ordinal);
        if (key is not null)
        {
            definition = definition.Replace(
                $"{reference.RowIdColumn!.Name} INTEGER PRIMARY KEY", $"{Sql.Quote(key)} INTEGER PRIMARY KEY", StringComparison.Ordinal);
        }

        connection.Execute(definition);
    }

    private bool Copy(TableShape reference, TableShape actual, WrittenTable written, string? key)
    {
        var names = Sql.QuoteAll(actual.Columns.Select(column => column.Name));
        var values = string.Join(", ", actual.Columns.Select(column => Value(reference, column, key)));
        var source = Sql.Quote(actual.Name);
        if (written.Identity(reference) is { } identity)
        {
            var over = string.Join(", ", identity.Columns.Select(column => $"coalesce({Sql.Quote(column!)}, '')"));
            var order = (written.IsApproved && actual.Find("status") is not null ? StrictestFirst : "") + NewestFirst(actual);
            source = $"(SELECT *, row_number() OVER (PARTITION BY {over} ORDER BY {order}) AS dk_place FROM {source}) WHERE dk_place = 1";
        }

        connection.Execute($"INSERT INTO {Scratch} ({names}) SELECT {values} FROM {source}");
        return connection.ExecuteScalar<long>($"SELECT (SELECT count(*) FROM {Sql.Quote(actual.Name)}) - (SELECT count(*) FROM {Scratch})") > 0;
    }

    private static string NewestFirst(TableShape actual)
    {
        var times = new[] { "updated_at", "created_at" }.Where(column => actual.Find(column) is not null).ToList();
        var tie = actual.Definition.Contains("WITHOUT ROWID", StringComparison.OrdinalIgnoreCase) ? "" : ", rowid DESC";
        return $"coalesce({string.Join(", ", [.. times, "''", "''"])}) DESC{tie}";
    }

    private static string Value(TableShape reference, TableColumn column, string? key)
    {
        var name = Sql.Quote(column.Name);
        var expected = reference.Find(column.Name);
        return expected is { NotNull: true } && !column.Name.Equals(key, StringComparison.OrdinalIgnoreCase)
            ? $"coalesce({name}, {expected.ConstantDefault ?? "''"})"
            : name;
    }
}
