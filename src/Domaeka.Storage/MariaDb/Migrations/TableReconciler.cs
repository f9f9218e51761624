using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.MariaDb.Migrations;

/// <summary>
/// Brings the tables of a script together with the tables that a database has. MariaDB commits with each change of a table, so whatever is
/// interrupted is found as it stands and gone on with at the next start.
/// </summary>
internal sealed class TableReconciler(DbConnection connection, string exactCollation, ILogger logger)
{
    private const string RowColumn = "dk_row";

    // Two rows about one device or room become one. Whoever was shut out stays out; an administrator's yes stands
    // before rows that nobody has decided on; of equals the newest.
    private const string StrictestFirst = """
        CASE lower(trim(status)) WHEN 'blocked' THEN 0 WHEN 'denied' THEN 1 WHEN 'revoked' THEN 1 WHEN 'approved' THEN 2 ELSE 3 END,
        """;

    /// <summary>Makes the tables of the script, or changes those that are there.</summary>
    public async Task ApplyAsync(string script)
    {
        foreach (var table in TableText.ParseScript(script.Replace("{exact}", exactCollation, StringComparison.Ordinal)))
            await ApplyAsync(table);
    }

    /// <summary>The table as it is, or null.</summary>
    public async Task<TableText?> ReadAsync(string table)
    {
        var exists = await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = @table AND table_type = 'BASE TABLE'",
            new { table });
        if (exists == 0)
            return null;

        await using var reader = await connection.ExecuteReaderAsync($"SHOW CREATE TABLE {TableChange.Quote(table)}");
        await reader.ReadAsync();
        return TableText.Parse(reader.GetString(1));
    }

    private async Task ApplyAsync(TableText reference)
    {
        var actual = await ReadAsync(reference.Name);
        if (actual is not null && actual.Name == "kb_chat_logs" && actual.Find("channel_id") is null)
        {
            var kept = await FreeNameAsync(actual.Name + "_old");
            await connection.ExecuteAsync($"RENAME TABLE {TableChange.Quote(actual.Name)} TO {TableChange.Quote(kept)}", commandTimeout: 0);
            logger.TableKept(actual.Name, kept, "it has the layout of an older program");
            actual = null;
        }

        if (actual is null)
        {
            await connection.ExecuteAsync(reference.Text);
            return;
        }

        if (reference.Name is "kb_bot_devices" or "kb_rooms")
            await CollateKeysAsync(reference, actual);

        actual = await PrepareAsync(reference, (await ReadAsync(reference.Name))!);
        var change = new TableChange(reference, actual, await ReadCharsetsAsync(reference.Name));
        if (change.Clauses.Count == 0)
            return;

        try
        {
            await AlterAsync(reference.Name, change.Clauses);
        }
        catch (DbException exception) when (MariaDbErrors.IsRefusal(exception))
        {
            await AlterOneByOneAsync(reference.Name, change.Clauses, exception);
        }

        if (change.Reasons.Count > 0)
            logger.TableChanged(reference.Name, string.Join("; ", change.Reasons));
    }

    /// <summary>Makes the rows fit for the keys that are to come.</summary>
    private async Task<TableText> PrepareAsync(TableText reference, TableText actual)
    {
        var change = new TableChange(reference, actual, new Dictionary<string, string>());
        var name = TableChange.Quote(reference.Name);
        if (change.Number is { IsNumbered: false } number && await HasDuplicatesAsync(name, [number.Name], orNull: true))
        {
            // Numbers that tell no row from another are kept beside new ones.
            var kept = Enumerable.Range(0, 100).Select(count => $"{number.Name}_old{(count == 0 ? "" : count)}").First(free => actual.Find(free) is null);
            var definition = (number.IsRequired ? number.Optional() : number).Definition;
            var isOnlyKey = actual.Keys.Any(key => key.IsPrimary && key.Columns is [var only] && only.Equals(number.Name, StringComparison.OrdinalIgnoreCase));
            await AlterAsync(reference.Name, [
                .. isOnlyKey ? ["DROP PRIMARY KEY"] : Array.Empty<string>(),
                $"CHANGE COLUMN {TableChange.Quote(number.Name)} {TableChange.Quote(kept)} {definition}"]);
            logger.TableChanged(reference.Name, $"its {number.Name} does not tell the rows apart; it is kept as {kept}");
            return await PrepareAsync(reference, (await ReadAsync(reference.Name))!);
        }

        if (change.Identity is { } identity && identity.Columns.All(column => actual.Find(column) is not null))
        {
            foreach (var column in identity.Columns.Where(column => !actual.Find(column)!.IsRequired))
                await connection.ExecuteAsync($"UPDATE {name} SET {TableChange.Quote(column)} = '' WHERE {TableChange.Quote(column)} IS NULL", commandTimeout: 0);
            if (change.MissingIdentity is not null && await HasDuplicatesAsync(name, identity.Columns, orNull: false))
                await MergeAsync(actual, identity);
        }

        if (actual.Find(RowColumn) is not null)
            await AlterAsync(reference.Name, [$"DROP COLUMN {RowColumn}"]);
        return (await ReadAsync(reference.Name))!;
    }

    private async Task<bool> HasDuplicatesAsync(string table, IReadOnlyList<string> columns, bool orNull)
    {
        var nulls = orNull ? $"EXISTS (SELECT 1 FROM {table} WHERE {TableChange.Quote(columns[0])} IS NULL) OR " : "";
        return await connection.ExecuteScalarAsync<long>(
            $"SELECT {nulls}EXISTS (SELECT 1 FROM {table} GROUP BY {TableChange.QuoteAll(columns)} HAVING count(*) > 1)", commandTimeout: 0) != 0;
    }

    /// <summary>Leaves one row of each set of equals. The table as it was stays behind with the suffix <c>_old</c>.</summary>
    private async Task MergeAsync(TableText actual, KeyText identity)
    {
        const string Copy = "dk_copy";
        var name = TableChange.Quote(actual.Name);

        // A copy that an interrupted start left half done has not got its name yet.
        var kept = await FreeNameAsync(actual.Name + "_old");
        await connection.ExecuteAsync($"DROP TABLE IF EXISTS {Copy}", commandTimeout: 0);
        await connection.ExecuteAsync($"CREATE TABLE {Copy} LIKE {name}", commandTimeout: 0);
        await connection.ExecuteAsync($"INSERT INTO {Copy} SELECT * FROM {name}", commandTimeout: 0);
        await connection.ExecuteAsync($"RENAME TABLE {Copy} TO {TableChange.Quote(kept)}", commandTimeout: 0);

        var row = actual.Number?.Name ?? RowColumn;
        if (actual.Number is null)
            await AlterAsync(actual.Name, [$"ADD COLUMN {RowColumn} BIGINT NOT NULL AUTO_INCREMENT", $"ADD UNIQUE INDEX {RowColumn} ({RowColumn})"]);
        var times = new[] { "updated_at", "created_at" }.Where(column => actual.Find(column) is not null).ToList();
        var order = (actual.Find("status") is null ? "" : StrictestFirst)
            + (times.Count == 0 ? "" : $"coalesce({string.Join(", ", times)}) DESC, ") + TableChange.Quote(row) + " DESC";
        await connection.ExecuteAsync(
            $"""
            DELETE FROM {name} WHERE {TableChange.Quote(row)} IN (SELECT dk_number FROM (
                SELECT {TableChange.Quote(row)} AS dk_number,
                    row_number() OVER (PARTITION BY {TableChange.QuoteAll(identity.Columns)} ORDER BY {order}) AS dk_place
                FROM {name}) AS placed WHERE dk_place > 1)
            """,
            commandTimeout: 0);
        if (actual.Number is null)
            await AlterAsync(actual.Name, [$"DROP COLUMN {RowColumn}"]);
        logger.TableKept(actual.Name, kept, "several of its rows became one");
    }

    // Comparing _bin with another collation of utf8mb4 is allowed, so what others join with these columns goes on working.
    private async Task CollateKeysAsync(TableText reference, TableText actual)
    {
        var collations = (await connection.QueryAsync<(string Name, string Collation)>(
            "SELECT lower(column_name), collation_name FROM information_schema.columns "
            + "WHERE table_schema = DATABASE() AND table_name = @Name AND collation_name IS NOT NULL",
            new { reference.Name })).ToDictionary(row => row.Name, row => row.Collation);
        var clauses = reference.Columns
            .Where(column => column.Definition.Contains("utf8mb4_bin", StringComparison.Ordinal))
            .Where(column => collations.TryGetValue(column.Name, out var collation) && collation != "utf8mb4_bin")
            .Select(column => actual.Find(column.Name)!)
            .Select(column => $"MODIFY COLUMN {TableChange.Quote(column.Name)} {column.Collated("utf8mb4", "utf8mb4_bin").Definition}")
            .ToList();
        if (clauses.Count == 0)
            return;

        try
        {
            await AlterAsync(reference.Name, clauses);
            logger.TableChanged(reference.Name, "its names were not compared by their bytes");
        }
        catch (DbException exception) when (MariaDbErrors.IsRefusal(exception))
        {
            // A foreign key of somebody else holds them. Names that differ in their case alone are then one to this database.
            logger.CollationKept(exception, reference.Name);
        }
    }

    private async Task<Dictionary<string, string>> ReadCharsetsAsync(string table) => (await connection.QueryAsync<(string Name, string Charset)>(
        "SELECT lower(column_name), character_set_name FROM information_schema.columns "
        + "WHERE table_schema = DATABASE() AND table_name = @table AND character_set_name IS NOT NULL",
        new { table })).ToDictionary(row => row.Name, row => row.Charset);

    private Task AlterAsync(string table, IEnumerable<string> clauses) =>
        connection.ExecuteAsync($"ALTER TABLE {TableChange.Quote(table)} {string.Join(", ", clauses)}", commandTimeout: 0);

    /// <summary>
    /// Does without what a foreign key of somebody else holds fast, which is the type of a column. Everything else must succeed.
    /// </summary>
    private async Task AlterOneByOneAsync(string table, IReadOnlyList<string> clauses, DbException reason)
    {
        var types = clauses.Where(clause => clause.StartsWith("MODIFY", StringComparison.Ordinal)).ToList();
        if (types.Count == 0)
            throw reason;
        if (clauses.Count > types.Count)
            await AlterAsync(table, clauses.Except(types));
        foreach (var clause in types)
        {
            try
            {
                await AlterAsync(table, [clause]);
            }
            catch (DbException exception) when (exception.Message.Contains("foreign key", StringComparison.OrdinalIgnoreCase))
            {
                logger.ColumnKept(exception, table, clause);
            }
        }
    }

    private async Task<string> FreeNameAsync(string wanted)
    {
        var name = wanted;
        for (var number = 2; await IsTakenAsync(name); number++)
            name = $"{wanted}{number}";
        return name;
    }

    private async Task<bool> IsTakenAsync(string table) => await connection.ExecuteScalarAsync<long>(
        "SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = @table", new { table }) > 0;
}
