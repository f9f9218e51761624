using Domaeka.Core.Chat;
using Domaeka.Core.Events;

namespace Domaeka.Storage.MariaDb;

/// <summary><c>dk_events</c>, and the newest of <c>kb_chat_logs</c>.</summary>
internal sealed class MariaDbEventStore(MariaDbDatabase database) : IEventStore
{
    // One statement, so that the three belong to one moment. dk_commit_order remembers the newest id behind a purge.
    private const string SelectBounds = """
        SELECT (SELECT min(id) FROM dk_events), (SELECT last_id FROM dk_commit_order WHERE name = 'events'), (SELECT max(id) FROM kb_chat_logs)
        """;

    public async Task AppendAsync(IReadOnlyList<ServerEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count > 0)
            await database.WriteAsync(session => session.ExecuteAllAsync(MariaDbEventRows.Build(session.Limits, events)), cancellationToken);
    }

    public Task<(IReadOnlyList<ServerEvent> Events, long UpTo)> ReadAsync(
        long afterId, EventFilter filter, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync((MariaDbSession session) => MariaDbEventReader.ReadEventsAsync(session, afterId, filter, limit, cancellationToken), cancellationToken);

    public Task<(IReadOnlyList<StoredChatLine> Lines, long UpTo)> ReadChatAsync(
        long afterId, EventFilter filter, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync((MariaDbSession session) => MariaDbEventReader.ReadChatAsync(session, afterId, filter, limit, cancellationToken), cancellationToken);

    public Task<EventBounds> ReadBoundsAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async (MariaDbSession session) =>
        {
            var (oldest, newest, chat) = (await session.ListAsync(
                SelectBounds, row => (row.Int64OrNull(0), row.Int64(1), row.Int64(2)), cancellationToken))[0];
            return new EventBounds(oldest ?? (newest == 0 ? 0 : newest + 1), newest, chat);
        },
        cancellationToken);

    /// <remarks>
    /// Ids are given out without gaps, so that a difference of ids is a number of events; counting them would read the whole table. An event
    /// whose time cannot be read counts as old.
    /// </remarks>
    public Task<int> PurgeAsync(DateTimeOffset before, long maxEvents, int limit, CancellationToken cancellationToken) => database.WriteAsync(
        async (MariaDbSession session) =>
        {
            var tooMany = await session.Int64Async("SELECT last_id FROM dk_commit_order WHERE name = 'events'") - maxEvents;
            var oldest = await session.ListAsync(
                $"SELECT id, at FROM dk_events ORDER BY id LIMIT {limit}", row => (Id: row.Int64(0), At: row.Time(1)));
            var last = oldest.TakeWhile(row => row.Id <= tooMany || row.At is not { } at || at < before).Select(row => row.Id).LastOrDefault();
            return last == 0 ? 0 : await session.ExecuteAsync($"DELETE FROM dk_events WHERE id <= {last}");
        },
        cancellationToken);
}
