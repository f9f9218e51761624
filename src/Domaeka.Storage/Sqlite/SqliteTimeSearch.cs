namespace Domaeka.Storage.Sqlite;

/// <summary>Finds where in a table a time lies whose rows were numbered as time went by: by halving, without an index.</summary>
internal static class SqliteTimeSearch
{
    /// <summary>
    /// How far the order of numbers and that of times may differ: what comes at once is stored in any order, and clocks are set right. Whoever
    /// looks for a span of time looks so much further.
    /// </summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>The time from which to look for rows of <paramref name="time"/> or later.</summary>
    public static DateTimeOffset Earlier(DateTimeOffset time) =>
        time - DateTimeOffset.MinValue > Slack ? time - Slack : DateTimeOffset.MinValue;

    /// <summary>The time up to which to look for rows from before <paramref name="time"/>.</summary>
    public static DateTimeOffset Later(DateTimeOffset time) =>
        DateTimeOffset.MaxValue - time > Slack ? time + Slack : DateTimeOffset.MaxValue;

    /// <summary>The number of the first row of this time or later; behind the last row when there is none.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="selectEnds">Selects the smallest number and the greatest.</param>
    /// <param name="selectAt">Selects number and time of the row that has the number of the one parameter, or of the next row there is.</param>
    /// <param name="time">The time to find.</param>
    public static long FindFirst(SqliteSession session, string selectEnds, string selectAt, DateTimeOffset time)
    {
        session.Statement(selectEnds).TryFirst(row => (row.Int64(0), row.Int64(1)), out var ends);
        var (low, high) = (ends.Item1, ends.Item2 + 1);
        var select = session.Statement(selectAt);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            select.Bind(1, middle);

            // Rows may be missing: what is found stands for the gap before it.
            if (!select.TryFirst(row => (Number: row.Int64(0), At: row.Time(1)), out var found) || found.At >= time)
                high = middle;
            else
                low = found.Number + 1;
        }

        return low;
    }
}
