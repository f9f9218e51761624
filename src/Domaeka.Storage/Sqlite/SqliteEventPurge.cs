namespace Domaeka.Storage.Sqlite;

/// <summary>
/// Deletes the oldest events, always a beginning of their order: nothing is missing behind the oldest that is left. Used on the writer's thread.
/// </summary>
internal static class SqliteEventPurge
{
    private const string SelectOldest = "SELECT id, at FROM dk_events ORDER BY id LIMIT ?";
    private const string SelectNewest = "SELECT ifnull(max(id), 0) FROM dk_events";
    private const string Delete = "DELETE FROM dk_events WHERE id <= ?";

    /// <summary>As <see cref="Core.Events.IEventStore.PurgeAsync"/>.</summary>
    /// <remarks>
    /// Ids are given out without gaps, so that a difference of ids is a number of events; counting them would read the whole table. An event
    /// whose time cannot be read counts as old.
    /// </remarks>
    public static int Run(SqliteSession session, DateTimeOffset before, long maxEvents, int limit)
    {
        var tooMany = session.Statement(SelectNewest).ExecuteInt64() - maxEvents;
        var oldest = session.Statement(SelectOldest);
        oldest.Bind(1, (long)limit);
        var last = oldest
            .List(row => (Id: row.Int64(0), At: row.Time(1)))
            .TakeWhile(row => row.Id <= tooMany || row.At is not { } at || at < before)
            .Select(row => row.Id)
            .LastOrDefault();
        if (last == 0)
            return 0;

        var delete = session.Statement(Delete);
        delete.Bind(1, last);
        delete.Execute();
        return session.Changes;
    }
}
