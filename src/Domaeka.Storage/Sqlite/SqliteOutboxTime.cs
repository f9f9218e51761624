namespace Domaeka.Storage.Sqlite;

/// <summary>Where in <c>dk_outbox</c> a time lies: numbers grow with the time of acceptance, so it is found by halving, without an index.</summary>
internal static class SqliteOutboxTime
{
    /// <summary>
    /// How far the order of numbers and that of times may differ: messages that are accepted at once are stored in any order, and clocks are
    /// set right. Whoever looks for a span of time looks so much further.
    /// </summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    private const string SelectEnds = "SELECT (SELECT min(seq) FROM dk_outbox), (SELECT max(seq) FROM dk_outbox)";

    private const string SelectAt = "SELECT seq, created_at FROM dk_outbox WHERE seq >= ? ORDER BY seq LIMIT 1";

    /// <summary>The number of the first message that was accepted at this time or later; behind the last one when none was.</summary>
    public static long FindFirst(SqliteSession session, DateTimeOffset time)
    {
        session.Statement(SelectEnds).TryFirst(row => (row.Int64(0), row.Int64(1)), out var ends);
        var (low, high) = (ends.Item1, ends.Item2 + 1);
        var select = session.Statement(SelectAt);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            select.Bind(1, middle);

            // Rows may be missing: what is found stands for the gap before it.
            if (!select.TryFirst(row => (Sequence: row.Int64(0), At: row.Time(1)), out var found) || found.At >= time)
                high = middle;
            else
                low = found.Sequence + 1;
        }

        return low;
    }
}
