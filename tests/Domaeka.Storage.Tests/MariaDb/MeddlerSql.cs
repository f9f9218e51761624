using System.Text.RegularExpressions;

namespace Domaeka.Storage.Tests.MariaDb;

/// <summary>
/// The contract suites meddle with the database by plain SQL as SQLite speaks it. This says the same to MariaDB; the suites stay as they are.
/// </summary>
internal static partial class MeddlerSql
{
    /// <summary>Texts are joined by <c>||</c>, and a value that does not fit is taken as far as it goes, as many PHP programs have it.</summary>
    public const string Mode = "PIPES_AS_CONCAT";

    /// <summary>The statement for MariaDB.</summary>
    public static string Translate(string sql)
    {
        sql = Separator().Replace(sql, match => $" SEPARATOR {(match.Groups[1].Value == "char(10)" ? @"'\n'" : match.Groups[1].Value)})");
        sql = Derived().Replace(sql, "$0 AS rows_in_order");
        sql = Limited().Replace(sql, "IN (SELECT * FROM ($1) AS limited)");
        return Upsert().Replace(sql, match =>
        {
            var columns = match.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries);
            return $"INSERT INTO {match.Groups[1].Value} ({match.Groups[2].Value}) VALUES {match.Groups[3].Value} "
                + $"ON DUPLICATE KEY UPDATE {string.Join(", ", columns.Select(column => $"{column} = VALUES({column})"))}";
        });
    }

    [GeneratedRegex(@",\s*(char\(10\)|' ')\)(?=\s*FROM)")]
    private static partial Regex Separator();

    [GeneratedRegex(@"FROM \(SELECT \* FROM \w+ ORDER BY id\)")]
    private static partial Regex Derived();

    [GeneratedRegex(@"IN \((SELECT \w+ FROM \w+ ORDER BY [\w ]+ LIMIT \d+)\)")]
    private static partial Regex Limited();

    [GeneratedRegex(@"^INSERT OR REPLACE INTO (\w+) \(([^)]*)\) VALUES (.+)$", RegexOptions.Singleline)]
    private static partial Regex Upsert();
}
