namespace Domaeka.Api.Paging;

/// <summary>How many items a page holds.</summary>
internal static class PageSize
{
    /// <summary>What an unset page size means.</summary>
    public const int Default = 50;

    /// <summary>Most items of a page; a larger wish is cut to it.</summary>
    public const int Max = 1_000;

    /// <summary>The size to use for a validated (not negative) wish.</summary>
    public static int Resolve(int wished) => wished == 0 ? Default : Math.Min(wished, Max);

    /// <summary>
    /// How many rows to ask for: one more than fits, to see whether another page follows, within the most that a store gives.
    /// </summary>
    public static int ToLimit(int size) => Math.Min(size + 1, Max);

    /// <summary>
    /// Cuts the rows to the page, and says whether another page follows (or may follow, behind a page of <see cref="Max"/>).
    /// </summary>
    public static (IReadOnlyList<T> Items, bool More) Cut<T>(IReadOnlyList<T> rows, int size)
    {
        var more = size == Max ? rows.Count == Max : rows.Count > size;
        return (rows.Count > size ? [.. rows.Take(size)] : rows, more);
    }
}
