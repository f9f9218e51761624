using Domaeka.Core.Chat;
using Domaeka.Core.Events;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.MariaDb;

/// <summary>
/// Reads events and chat lines in the order of their ids. The filter is applied here and no index serves it, so a call looks at no more ids
/// than <see cref="MaxLookedAt"/>, however few of them the filter lets through, and says how far it came.
/// </summary>
internal static class MariaDbEventReader
{
    private const int MaxLookedAt = 10_000;

    // Lines may be long, and every reader holds a page.
    private const int MaxPageLength = 500_000;

    // Kinds of newer programs are left out: nothing could be said of them.
    private static readonly IReadOnlySet<ServerEventKind> AllKinds = Enum.GetValues<ServerEventKind>().ToHashSet();

    /// <summary>As <see cref="IEventStore.ReadAsync"/>.</summary>
    public static async Task<(IReadOnlyList<ServerEvent> Events, long UpTo)> ReadEventsAsync(
        MariaDbSession session, long afterId, EventFilter filter, int limit, CancellationToken cancellationToken)
    {
        // The newest is read before the rows are: whatever is committed meanwhile comes with the next call.
        var newest = await session.Int64Async("SELECT last_id FROM dk_commit_order WHERE name = 'events'", cancellationToken);
        if (await FindBoundAsync(session, "dk_events", newest, afterId, cancellationToken) is not { } bound)
            return ([], afterId);

        var kinds = filter.Kinds.Count == 0 ? AllKinds : filter.Kinds;
        var sql = new SqlText().Raw($"SELECT {EventRow.Columns} FROM dk_events WHERE id > {afterId} AND id <= {bound} AND kind IN ");
        List(sql, kinds.Select(StoredWords<ServerEventKind>.Of));
        Condition(sql, "bot_name", filter.BotName);
        Condition(sql, "channel_id", filter.ChannelId);
        Condition(sql, "device_id", filter.DeviceId);
        if (filter.ScheduleId is { } schedule)
            sql.Raw(" AND schedule_id = ").List().Value(schedule);
        if (filter.MessageIds.Count > 0)
            List(sql.Raw(" AND message_id IN "), filter.MessageIds);
        sql.Raw($" ORDER BY id LIMIT {limit}");

        var events = await session.ListAsync(sql.ToString(), EventRow.Read, cancellationToken);
        return (events, events.Count == limit ? events[^1].Id : bound);
    }

    /// <summary>As <see cref="IEventStore.ReadChatAsync"/>.</summary>
    public static async Task<(IReadOnlyList<StoredChatLine> Lines, long UpTo)> ReadChatAsync(
        MariaDbSession session, long afterId, EventFilter filter, int limit, CancellationToken cancellationToken)
    {
        var newest = await session.Int64Async("SELECT max(id) FROM kb_chat_logs", cancellationToken);
        if (await FindBoundAsync(session, "kb_chat_logs", newest, afterId, cancellationToken) is not { } bound)
        {
            // Rows that were deleted may have had greater numbers: what comes next is behind the newest that is left.
            return ([], Math.Min(afterId, newest));
        }

        // Few at first: a page of long lines must not make the server send all that the limit allows.
        var lines = new List<StoredChatLine>();
        var length = 0L;
        var last = afterId;
        for (var step = Math.Min(limit, 100); ; step = Math.Min(limit - lines.Count, step * 4))
        {
            var sql = new SqlText().Raw($"SELECT {ChatLogRow.Columns}, id FROM kb_chat_logs WHERE id > {last} AND id <= {bound}");
            Condition(sql, "bot_name", filter.BotName);
            Condition(sql, "channel_id", filter.ChannelId);
            var page = await session.ListAsync(
                sql.Raw($" ORDER BY id LIMIT {step}").ToString(),
                row => new StoredChatLine(row.Int64(ChatLogRow.ColumnCount), ChatLogRow.Read(row.Reader)),
                cancellationToken);
            foreach (var line in page.TakeWhile(_ => length < MaxPageLength))
            {
                length += line.Entry.Message.Length;
                lines.Add(line);
                last = line.Id;
            }

            if (length >= MaxPageLength || lines.Count >= limit)
                return (lines, last);
            if (page.Count < step)
                return (lines, bound);
        }
    }

    private static void Condition(SqlText sql, string column, string? value)
    {
        if (value is not null)
            sql.Raw($" AND {column} = ").List().Value(value);
    }

    private static void List(SqlText sql, IEnumerable<string> values)
    {
        sql.Open();
        foreach (var value in values)
            sql.Value(value);
        sql.Close();
    }

    /// <summary>The id up to which is looked; null when nothing is behind the given one.</summary>
    private static async Task<long?> FindBoundAsync(MariaDbSession session, string table, long newest, long afterId, CancellationToken cancellationToken)
    {
        if (newest <= afterId)
            return null;

        // What lies between the given id and the first one left was purged, and costs nothing.
        var first = await session.Int64Async($"SELECT min(id) FROM {table} WHERE id > {afterId}", cancellationToken);
        return first == 0 ? newest : Math.Min(newest, first + MaxLookedAt - 1);
    }
}
