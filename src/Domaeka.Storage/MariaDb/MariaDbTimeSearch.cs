namespace Domaeka.Storage.MariaDb;

/// <summary>Finds where in a table a time lies whose rows were numbered as time went by: by halving, without an index.</summary>
internal static class MariaDbTimeSearch
{
    // How far the order of numbers and that of times may differ: what comes at once is stored in any order, and clocks are set right. Whoever
    // looks for a span of time looks so much further.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>The number from which to look for rows of <paramref name="time"/> or later.</summary>
    public static Task<long> FindStartAsync(MariaDbSession session, string table, string number, string at, DateTimeOffset time, CancellationToken cancellationToken) =>
        FindFirstAsync(session, table, number, at, time - DateTimeOffset.MinValue > Slack ? time - Slack : DateTimeOffset.MinValue, cancellationToken);

    /// <summary>The number before which to look for rows from before <paramref name="time"/>.</summary>
    public static Task<long> FindEndAsync(MariaDbSession session, string table, string number, string at, DateTimeOffset time, CancellationToken cancellationToken) =>
        FindFirstAsync(session, table, number, at, DateTimeOffset.MaxValue - time > Slack ? time + Slack : DateTimeOffset.MaxValue, cancellationToken);

    // The number of the first row of this time or later; behind the last row when there is none.
    private static async Task<long> FindFirstAsync(
        MariaDbSession session, string table, string number, string at, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var ends = (await session.ListAsync(
            $"SELECT min({number}), max({number}) FROM {table}", row => (Low: row.Int64(0), High: row.Int64(1)), cancellationToken))[0];
        var (low, high) = (ends.Low, ends.High + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);

            // Rows may be missing: what is found stands for the gap before it.
            var found = await session.ListAsync(
                $"SELECT {number}, {at} FROM {table} WHERE {number} >= {middle} ORDER BY {number} LIMIT 1",
                row => (Number: row.Int64(0), At: row.Time(1)),
                cancellationToken);
            if (found.Count == 0 || found[0].At >= time)
                high = middle;
            else
                low = found[0].Number + 1;
        }

        return low;
    }
}
