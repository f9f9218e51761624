namespace Domaeka.Storage.Sqlite.Migrations;

/// <summary>Pieces of SQL text.</summary>
internal static class Sql
{
    /// <summary>A name as a quoted identifier.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Quoted names, separated by commas.</summary>
    public static string QuoteAll(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));
}
