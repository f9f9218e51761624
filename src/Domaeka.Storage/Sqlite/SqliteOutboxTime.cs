namespace Domaeka.Storage.Sqlite;

/// <summary>Where in <c>dk_outbox</c> a time lies: numbers grow with the time of acceptance, so it is found by halving, without an index.</summary>
internal static class SqliteOutboxTime
{
    private const string SelectEnds = "SELECT (SELECT min(seq) FROM dk_outbox), (SELECT max(seq) FROM dk_outbox)";

    private const string SelectAt = "SELECT seq, created_at FROM dk_outbox WHERE seq >= ? ORDER BY seq LIMIT 1";

    /// <summary>The number of the first message that was accepted at this time or later; behind the last one when none was.</summary>
    public static long FindFirst(SqliteSession session, DateTimeOffset time) => SqliteTimeSearch.FindFirst(session, SelectEnds, SelectAt, time);
}
