using Domaeka.Core.Chat;
using Domaeka.Core.Events;

namespace Domaeka.Storage.Sqlite;

/// <summary><c>dk_events</c>, and the newest of <c>kb_chat_logs</c>.</summary>
internal sealed class SqliteEventStore(SqliteDatabase database) : IEventStore
{
    // One statement, so that the three belong to one moment. AUTOINCREMENT remembers the newest id behind a purge.
    private const string SelectBounds = """
        SELECT (SELECT min(id) FROM dk_events), (SELECT seq FROM sqlite_sequence WHERE name = 'dk_events'), (SELECT max(id) FROM kb_chat_logs)
        """;

    public async Task AppendAsync(IReadOnlyList<ServerEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count > 0)
            await database.WriteAsync(session => Append(session, events), cancellationToken);
    }

    public Task<(IReadOnlyList<ServerEvent> Events, long UpTo)> ReadAsync(
        long afterId, EventFilter filter, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteEventReader.ReadEvents(session, afterId, filter, limit), cancellationToken);

    public Task<(IReadOnlyList<StoredChatLine> Lines, long UpTo)> ReadChatAsync(
        long afterId, EventFilter filter, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteEventReader.ReadChat(session, afterId, filter, limit), cancellationToken);

    public Task<EventBounds> ReadBoundsAsync(CancellationToken cancellationToken) => database.ReadAsync(ReadBounds, cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset before, long maxEvents, int limit, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqliteEventPurge.Run(session, before, maxEvents, limit), cancellationToken);

    private static int Append(SqliteSession session, IReadOnlyList<ServerEvent> events)
    {
        foreach (var news in events)
            SqliteEventRows.Append(session, news);
        return events.Count;
    }

    private static EventBounds ReadBounds(SqliteSession session)
    {
        session.Statement(SelectBounds).TryFirst(
            row => (Oldest: row.Int64OrNull(0), Newest: row.Int64(1), Chat: row.Int64(2)), out var bounds);
        var oldest = bounds.Oldest ?? (bounds.Newest == 0 ? 0 : bounds.Newest + 1);
        return new EventBounds(oldest, bounds.Newest, bounds.Chat);
    }
}
