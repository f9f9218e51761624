using System.Text.RegularExpressions;

namespace Domaeka.Storage.Sqlite.Migrations;

/// <summary>A column as <c>PRAGMA table_info</c> tells of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The declared type; empty when there is none.</param>
/// <param name="NotNull">It refuses NULL.</param>
/// <param name="Default">The default as SQL text; null when there is none.</param>
/// <param name="KeyPosition">Its place in the primary key, from 1; 0 when it is not part of it.</param>
internal sealed partial record TableColumn(string Name, string Type, bool NotNull, string? Default, int KeyPosition)
{
    /// <summary>The default when it is a constant, which is the only kind that a column added later may have.</summary>
    public string? ConstantDefault => Default is not null && Constant().IsMatch(Default) ? Default : null;

    /// <summary>The definition for <c>ALTER TABLE ... ADD COLUMN</c>, with NOT NULL only where a default allows it.</summary>
    public string ToAddedDefinition() => ConstantDefault is { } value
        ? $"{Sql.Quote(Name)} {Type}{(NotNull ? " NOT NULL" : "")} DEFAULT {value}"
        : $"{Sql.Quote(Name)} {Type}";

    [GeneratedRegex(@"^\s*([-+]?\d+(\.\d+)?|'([^']|'')*')\s*$")]
    private static partial Regex Constant();
}
