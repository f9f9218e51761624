namespace Domaeka.Storage.MariaDb;

/// <summary>Makes statements for any number of rows, as few as the server's longest statement allows.</summary>
internal static class RowStatements
{
    /// <summary>The rows behind a head, in their order, in one or several statements.</summary>
    /// <param name="limits">What the server admits.</param>
    /// <param name="head">What stands before the rows, such as <c>INSERT INTO t (a, b) VALUES </c>.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="write">Writes a row with its brackets.</param>
    /// <param name="tail">What stands behind the rows.</param>
    /// <param name="separator">What stands between two rows.</param>
    /// <returns>Each statement, and how many rows it has.</returns>
    public static IEnumerable<(string Sql, int Count)> Build<T>(
        MariaDbLimits limits, string head, IEnumerable<T> rows, Action<SqlText, T> write, string tail = "", string separator = ", ")
    {
        var text = new SqlText();
        var count = 0;
        foreach (var row in rows)
        {
            text.Raw(count == 0 ? head : separator);
            write(text, row);
            count++;
            if (text.Length < limits.StatementCharacters && count < MaxRows)
                continue;

            yield return (text.Raw(tail).ToString(), count);
            text.Clear();
            count = 0;
        }

        if (count > 0)
            yield return (text.Raw(tail).ToString(), count);
    }

    // What follows the number of rows more than linearly in the server stays small.
    private const int MaxRows = 1_000;
}
