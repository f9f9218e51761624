using System.Text.RegularExpressions;

namespace Domaeka.Storage.MariaDb.Migrations;

/// <summary>
/// What a CREATE TABLE statement says that has one column or key a line, as the scripts here do and SHOW CREATE TABLE does.
/// </summary>
/// <param name="Name">The table's name.</param>
/// <param name="Text">The whole statement.</param>
/// <param name="Columns">Its columns, in order.</param>
/// <param name="Keys">Its keys and indexes.</param>
/// <param name="Checks">Its named CHECK constraints and what they ask for.</param>
/// <param name="Options">What stands behind the closing bracket.</param>
internal sealed partial record TableText(
    string Name,
    string Text,
    IReadOnlyList<ColumnText> Columns,
    IReadOnlyList<KeyText> Keys,
    IReadOnlyList<(string Name, string Condition)> Checks,
    string Options)
{
    /// <summary>Over what rows must differ.</summary>
    public IEnumerable<KeyText> UniqueKeys => Keys.Where(key => key.IsUnique);

    /// <summary>The column that the database numbers; null when there is none.</summary>
    public ColumnText? Number => Columns.FirstOrDefault(column => column.IsNumbered);

    /// <summary>The column of that name, or null. Case does not matter to the database.</summary>
    public ColumnText? Find(string column) =>
        Columns.FirstOrDefault(candidate => candidate.Name.Equals(column, StringComparison.OrdinalIgnoreCase));

    /// <summary>Every table of a script, in its order.</summary>
    public static IReadOnlyList<TableText> ParseScript(string script)
    {
        var statements = string.Join('\n', script.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal)));
        return [.. statements.Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    /// <summary>One statement.</summary>
    /// <exception cref="FormatException">It is not written one column or key a line.</exception>
    public static TableText Parse(string statement)
    {
        var lines = statement.Split('\n').Select(line => line.Trim()).ToList();
        var head = Head().Match(lines[0]);
        var end = lines.FindLastIndex(line => line.StartsWith(')'));
        if (!head.Success || end < 0)
            throw new FormatException($"This is no CREATE TABLE statement: {lines[0]}");

        var columns = new List<ColumnText>();
        var keys = new List<KeyText>();
        var checks = new List<(string, string)>();
        foreach (var line in lines[1..end].Select(line => line.TrimEnd(',')))
        {
            if (Check().Match(line) is { Success: true } check)
                checks.Add((check.Groups[1].Value, check.Groups[2].Value));
            else if (KeyText.TryParse(line) is { } key)
                keys.Add(key);
            else if (Column().Match(line) is { Success: true } column && column.Groups[2].Value is not ("FOREIGN" or "CONSTRAINT" or "FULLTEXT" or "SPATIAL"))
                columns.Add(ColumnText.Parse(column.Groups[1].Success ? column.Groups[1].Value : column.Groups[2].Value, column.Groups[3].Value));
        }

        return new TableText(head.Groups[1].Value, statement.TrimEnd(';'), columns, keys, checks, string.Join(' ', lines[end..])[1..]);
    }

    [GeneratedRegex(@"^CREATE TABLE `?([^`\s(]+)`? \($")]
    private static partial Regex Head();

    [GeneratedRegex("^(?:`((?:[^`]|``)+)`|(\\w+)) (.+)$")]
    private static partial Regex Column();

    [GeneratedRegex("^CONSTRAINT `([^`]+)` CHECK (.+)$")]
    private static partial Regex Check();
}
