using System.Text.RegularExpressions;

namespace Domaeka.Storage.MariaDb.Migrations;

/// <summary>A key or index of a table.</summary>
/// <param name="Name">Its name; null for the primary key.</param>
/// <param name="IsUnique">Rows must differ in it.</param>
/// <param name="Columns">Its columns, in order.</param>
/// <param name="IsWhole">False when it holds only the beginnings of some columns.</param>
internal sealed partial record KeyText(string? Name, bool IsUnique, IReadOnlyList<string> Columns, bool IsWhole = true)
{
    /// <summary>True for the primary key.</summary>
    public bool IsPrimary => Name is null;

    /// <summary>True when rows that differ in the other's columns differ in these too, so that this rule adds nothing to the other.</summary>
    public bool IsImpliedBy(KeyText other) => IsWhole && other.Columns.All(column => Columns.Contains(column, StringComparer.OrdinalIgnoreCase));

    /// <summary>True when it is over the same columns, in whatever order.</summary>
    public bool IsSameSet(KeyText other) => IsImpliedBy(other) && other.IsImpliedBy(this);

    /// <summary>True when whatever the other finds quickly this one finds as quickly.</summary>
    public bool Serves(KeyText other) =>
        Columns.Count >= other.Columns.Count && Columns.Take(other.Columns.Count).SequenceEqual(other.Columns, StringComparer.OrdinalIgnoreCase);

    /// <summary>A line of a CREATE TABLE statement, or null when it is something else. Indexes for full text and places are passed over.</summary>
    public static KeyText? TryParse(string line)
    {
        var match = Line().Match(line);
        if (!match.Success)
            return null;

        var columns = Part().Matches(match.Groups["columns"].Value);
        return new KeyText(
            match.Groups["primary"].Success ? null : Unquote(match.Groups["name"].Value),
            match.Groups["primary"].Success || match.Groups["unique"].Success,
            [.. columns.Select(part => Unquote(part.Groups[1].Value))],
            columns.All(part => !part.Groups[2].Success));
    }

    private static string Unquote(string written) => written is ['`', .. var inner, '`'] ? inner.Replace("``", "`", StringComparison.Ordinal) : written;

    [GeneratedRegex(@"^(?:(?<primary>PRIMARY) KEY|(?:(?<unique>UNIQUE) )?KEY (?<name>`(?:[^`]|``)+`|\w+)) \((?<columns>.+)\)(?: USING \w+)?(?: COMMENT '.*')?$")]
    private static partial Regex Line();

    [GeneratedRegex(@"(`(?:[^`]|``)+`|\w+)(?:\((\d+)\))?(?: ASC| DESC)?(?:,\s*|$)")]
    private static partial Regex Part();
}
