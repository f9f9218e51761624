namespace Domaeka.Storage.Sqlite.Migrations;

/// <summary>A table that this server writes to, so that its rules must admit the server's rows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tolerated">Further unique columns that do no harm; null when there are none.</param>
/// <param name="IsApproved">Its rows carry an approval status, and the strictest decision wins where two rows become one.</param>
internal sealed record WrittenTable(string Name, string? Tolerated = null, bool IsApproved = false)
{
    /// <summary>Why the table cannot stay as it is; null when it can.</summary>
    public string? FindObstacle(TableShape reference, TableShape actual)
    {
        if (reference.RowIdColumn is not null && actual.RowIdColumn is null)
            return "its key is not numbered by the database";

        foreach (var column in actual.Columns.Where(column => column.NotNull && column != actual.RowIdColumn))
        {
            var expected = reference.Find(column.Name);
            if (expected is null ? column.Default is null : !expected.NotNull)
                return $"its column {column.Name} must not be empty";
        }

        if (reference.UniqueSets.FirstOrDefault(set => IsTied(set, reference) && !actual.UniqueSets.Any(set.IsSameAs)) is { } missing)
            return $"its rows are not unique over {string.Join(", ", missing.Columns)}";

        if (actual.UniqueSets.FirstOrDefault(set => !IsHarmless(set, reference, actual)) is { } narrow)
            return $"it admits one row only for each {string.Join(", ", narrow.Columns)}";

        return actual.HasCheck ? "it checks values that newer programs add to" : null;
    }

    /// <summary>The column set over which the server relies on rows being unique; null when there is none but the number.</summary>
    public UniqueSet? Identity(TableShape reference) => reference.UniqueSets.FirstOrDefault(set => IsTied(set, reference));

    /// <summary>True when the rule refuses no row that the reference would take.</summary>
    public bool IsHarmless(UniqueSet set, TableShape reference, TableShape actual) =>
        reference.UniqueSets.Any(set.IsImpliedBy)
        || set.Columns is [var only]
            && (string.Equals(only, Tolerated, StringComparison.OrdinalIgnoreCase) || only == actual.RowIdColumn?.Name);

    private static bool IsTied(UniqueSet set, TableShape reference) => !set.Columns.SequenceEqual([reference.RowIdColumn?.Name]);
}
