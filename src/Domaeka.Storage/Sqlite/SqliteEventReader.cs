using System.Data.Common;
using System.Text.Json;
using Dapper;
using Domaeka.Core.Chat;
using Domaeka.Core.Events;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sqlite;

/// <summary>
/// Reads events and chat lines in the order of their ids. The filter is applied here and no index serves it, so a call looks at no more ids
/// than <see cref="MaxLookedAt"/>, however few of them the filter lets through, and says how far it came.
/// </summary>
internal static class SqliteEventReader
{
    /// <summary>How many ids one call looks at: a few milliseconds.</summary>
    public const int MaxLookedAt = 10_000;

    /// <summary>How many characters of chat end a page: lines may be long, and every reader holds a page.</summary>
    public const int MaxPageLength = 500_000;

    private const string Events = "dk_events";
    private const string Chat = "kb_chat_logs";

    // Kinds of newer programs are left out: nothing could be said of them.
    private static readonly string AllKinds = JsonSerializer.Serialize(Enum.GetValues<ServerEventKind>().Select(StoredWords<ServerEventKind>.Of));

    /// <summary>As <see cref="IEventStore.ReadAsync"/>.</summary>
    public static (IReadOnlyList<ServerEvent> Events, long UpTo) ReadEvents(SqliteSession session, long afterId, EventFilter filter, int limit)
    {
        if (FindBound(session, Events, afterId) is not { } bound)
            return ([], afterId);

        var statement = session.Statement(ToEventSql(filter));
        statement.Bind(1, afterId);
        statement.Bind(2, bound);
        statement.Bind(3, (long)limit);
        statement.Bind(4, filter.Kinds.Count == 0 ? AllKinds : JsonSerializer.Serialize(filter.Kinds.Select(StoredWords<ServerEventKind>.Of)));
        var next = 5;
        if (filter.BotName is { } bot)
            statement.Bind(next++, bot);
        if (filter.ChannelId is { } channel)
            statement.Bind(next++, channel);
        if (filter.DeviceId is { } device)
            statement.Bind(next++, device);
        if (filter.ScheduleId is { } schedule)
            statement.Bind(next++, schedule);
        if (filter.MessageIds.Count > 0)
            statement.Bind(next, JsonSerializer.Serialize(filter.MessageIds));

        var events = statement.List(EventRow.Read);
        return (events, events.Count == limit ? events[^1].Id : bound);
    }

    /// <summary>As <see cref="IEventStore.ReadChatAsync"/>.</summary>
    public static (IReadOnlyList<StoredChatLine> Lines, long UpTo) ReadChat(SqliteSession session, long afterId, EventFilter filter, int limit)
    {
        if (FindBound(session, Chat, afterId) is not { } bound)
        {
            // The numbers of the newest rows are given out again when those are deleted: what comes next is behind the newest that is left.
            return ([], Math.Min(afterId, FindNewest(session, Chat)));
        }

        var bot = filter.BotName is null ? "" : " AND bot_name = @BotName";
        var channel = filter.ChannelId is null ? "" : " AND channel_id = @ChannelId";
        using var reader = (DbDataReader)session.Connection.ExecuteReader(
            $"SELECT {ChatLogRow.Columns}, id FROM kb_chat_logs WHERE id > @After AND id <= @Bound{bot}{channel} ORDER BY id",
            new { After = afterId, Bound = bound, filter.BotName, filter.ChannelId });
        var lines = new List<StoredChatLine>();
        var length = 0L;
        while (lines.Count < limit && length < MaxPageLength)
        {
            if (!reader.Read())
                return (lines, bound);

            var line = new StoredChatLine(reader.GetInt64(ChatLogRow.ColumnCount), ChatLogRow.Read(reader));
            length += line.Entry.Message.Length;
            lines.Add(line);
        }

        return (lines, lines[^1].Id);
    }

    private static string ToEventSql(EventFilter filter)
    {
        var next = 5;
        string Condition(bool wanted, string column) => wanted ? $" AND {column} = ?{next++}" : "";
        var conditions = Condition(filter.BotName is not null, "bot_name")
            + Condition(filter.ChannelId is not null, "channel_id")
            + Condition(filter.DeviceId is not null, "device_id")
            + Condition(filter.ScheduleId is not null, "schedule_id")
            + (filter.MessageIds.Count > 0 ? $" AND message_id IN (SELECT value FROM json_each(?{next}))" : "");
        return $"""
            SELECT {EventRow.Columns} FROM dk_events
            WHERE id > ?1 AND id <= ?2 AND kind IN (SELECT value FROM json_each(?4)){conditions}
            ORDER BY id LIMIT ?3
            """;
    }

    /// <summary>The id up to which is looked; null when nothing is behind the given one.</summary>
    private static long? FindBound(SqliteSession session, string table, long afterId)
    {
        // The newest is read before the rows are: whatever is committed meanwhile comes with the next call.
        var newest = FindNewest(session, table);
        if (newest <= afterId)
            return null;

        // What lies between the given id and the first one left was purged, and costs nothing.
        var find = session.Statement($"SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT 1");
        find.Bind(1, afterId);
        return find.TryFirst(row => row.Int64(0), out var first) ? Math.Min(newest, first + MaxLookedAt - 1) : newest;
    }

    private static long FindNewest(SqliteSession session, string table) =>
        session.Statement($"SELECT ifnull(max(id), 0) FROM {table}").ExecuteInt64();
}
