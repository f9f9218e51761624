namespace Domaeka.Storage.Sqlite.Migrations;

/// <summary>Columns over which the rows of a table must differ.</summary>
/// <param name="Columns">Their names; null stands for an expression.</param>
/// <param name="Index">The index that can be dropped to be rid of the rule; null when it is part of the table's definition.</param>
internal sealed record UniqueSet(IReadOnlyList<string?> Columns, string? Index)
{
    /// <summary>True when rows that differ in the other's columns differ in these too, so that this rule adds nothing to the other.</summary>
    public bool IsImpliedBy(UniqueSet other) =>
        other.Columns.All(column => Columns.Contains(column, StringComparer.OrdinalIgnoreCase));

    /// <summary>True when it is over the same columns, in whatever order.</summary>
    public bool IsSameAs(UniqueSet other) => IsImpliedBy(other) && other.IsImpliedBy(this);
}
