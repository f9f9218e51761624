using System.Data.Common;
using System.Text.Json;
using Dapper;
using Domaeka.Core.Chat;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sqlite;

/// <summary>
/// Lists chat lines, newest first. Rows are looked at one after the other, by number or through <c>dk_chat_index</c>, until the page is
/// full or has cost as much as a page may; the numbers that a span of time covers are found beforehand by halving.
/// </summary>
internal static class SqliteChatList
{
    /// <summary>What looking for one page may cost: a row costs 1, and 1 more for each KiB of text that is searched.</summary>
    public const int MaxCost = 20_000;

    /// <summary>How many UTF-16 units of text end a page. Clients take 4 MiB at a time unless told otherwise; a line has less than 1.</summary>
    public const int PageLength = 700_000;

    private const int MaxLimit = 1_000;
    private const int BytesPerCost = 1_024;

    private const string SelectEnds = "SELECT (SELECT min(id) FROM kb_chat_logs), (SELECT max(id) FROM kb_chat_logs)";
    private const string SelectAt = "SELECT id, server_timestamp FROM kb_chat_logs WHERE id >= ? ORDER BY id LIMIT 1";

    private const string SelectLines =
        $"SELECT {ChatLogRow.Columns}, id FROM kb_chat_logs WHERE id IN (SELECT value FROM json_each(@Ids)) ORDER BY id DESC";

    /// <summary>The page as <see cref="IChatLogStore.ListAsync"/> promises it.</summary>
    public static ChatLogPage Read(SqliteSession session, ChatLogQuery query, CancellationToken cancellationToken)
    {
        var low = query.From is { } from ? Find(session, SqliteTimeSearch.Earlier(from)) : long.MinValue;
        var high = query.Before is { } before ? Find(session, SqliteTimeSearch.Later(before)) : long.MaxValue;
        high = Math.Min(high, query.BeforeId ?? long.MaxValue);

        var search = new Search(query, cancellationToken);
        if (query.ChannelId is null)
        {
            search.Run(session, fromIndex: false, low, high);
        }
        else
        {
            // Read first: rows that enter the index meanwhile are then met where they were.
            var indexed = session.Statement(SqliteChatIndex.SelectIndexedId).ExecuteInt64();
            search.Run(session, fromIndex: false, Math.Max(low, indexed + 1), high);
            search.Run(session, fromIndex: true, low, Math.Min(high, indexed + 1));
        }

        return ReadLines(session, search);
    }

    /// <summary>The statement that looks at rows, for such a query; of its values only matters which are set.</summary>
    public static string ToSql(ChatLogQuery query, bool fromIndex)
    {
        var conditions = new List<string>();
        void Add(object? value, string condition)
        {
            if (value is not null)
                conditions.Add(condition);
        }

        // Also beside the index: rows may have been deleted, and their numbers given to others.
        Add(query.BotName, "line.bot_name = ?3");
        Add(query.ChannelId, "line.channel_id = ?4");
        Add(query.IsOurBotResponse, "(line.is_our_bot_response <> 0) = ?5");
        Add(query.From, "line.server_timestamp >= ?6");
        Add(query.Before, "line.server_timestamp < ?7");
        Add(query.Sender, "(line.sender = ?8 OR line.user_hash = ?8)");
        conditions.Reverse();

        // Nested, because AND would work out both its sides: the text is searched only when all the rest fits. What comes out is NULL when it does
        // not; else the bytes that were searched, from -1 downwards when the text is not in them.
        var innermost = query.Text is null
            ? "0"
            : "CASE WHEN instr(line.message, ?9) > 0 THEN length(CAST(line.message AS BLOB)) ELSE -1 - length(CAST(line.message AS BLOB)) END";
        var matches = conditions.Aggregate(innermost, (inner, condition) => $"CASE WHEN {condition} THEN {inner} END");
        return fromIndex
            ? $"""
                SELECT chat_id, CASE WHEN line.id IS NOT NULL THEN {matches} END
                FROM dk_chat_index AS room LEFT JOIN kb_chat_logs AS line ON line.id = room.chat_id
                WHERE room.channel_id = ?4 AND room.bot_name = ?3 AND chat_id >= ?1 AND chat_id < ?2
                ORDER BY chat_id DESC
                """
            : $"""
                SELECT id, {matches}
                FROM kb_chat_logs AS line NOT INDEXED
                WHERE id >= ?1 AND id < ?2
                ORDER BY id DESC
                """;
    }

    private static long Find(SqliteSession session, DateTimeOffset time) => SqliteTimeSearch.FindFirst(session, SelectEnds, SelectAt, time);

    private static ChatLogPage ReadLines(SqliteSession session, Search search)
    {
        var lines = new List<StoredChatLine>();
        long? next = search.HasMore ? search.LastId : null;
        if (search.Found.Count == 0)
            return new ChatLogPage(lines, next);

        var length = 0;
        using var row = (DbDataReader)session.Connection.ExecuteReader(SelectLines, new { Ids = JsonSerializer.Serialize(search.Found) });
        while (row.Read())
        {
            if (length >= PageLength)
                return new ChatLogPage(lines, lines[^1].Id);

            var line = new StoredChatLine(row.GetInt64(ChatLogRow.ColumnCount), ChatLogRow.Read(row));
            lines.Add(line);
            length += line.Entry.Message.Length;
        }

        return new ChatLogPage(lines, next);
    }

    private sealed class Search(ChatLogQuery query, CancellationToken cancellationToken)
    {
        private readonly int _limit = Math.Clamp(query.Limit, 1, MaxLimit);
        private long _cost;

        /// <summary>The numbers of the lines, newest first.</summary>
        public List<long> Found { get; } = [];

        /// <summary>The number up to which was looked.</summary>
        public long LastId { get; private set; }

        /// <summary>The page came to its end before the rows did.</summary>
        public bool HasMore { get; private set; }

        /// <summary>Looks at rows with numbers from <paramref name="low"/> to below <paramref name="high"/>.</summary>
        public void Run(SqliteSession session, bool fromIndex, long low, long high)
        {
            if (HasMore || low >= high)
                return;

            var statement = session.Statement(ToSql(query, fromIndex));
            statement.Bind(1, low);
            statement.Bind(2, high);
            if (query.BotName is { } bot)
                statement.Bind(3, bot);
            if (query.ChannelId is { } channel)
                statement.Bind(4, channel);
            if (query.IsOurBotResponse is { } own)
                statement.Bind(5, own);
            if (query.From is { } from)
                statement.Bind(6, from);
            if (query.Before is { } before)
                statement.Bind(7, before);
            if (query.Sender is { } sender)
                statement.Bind(8, sender);
            if (query.Text is { } text)
                statement.Bind(9, text);
            statement.Visit(Visit);
        }

        private bool Visit(SqliteStatement row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Found.Count == _limit || _cost >= MaxCost)
            {
                HasMore = true;
                return false;
            }

            LastId = row.Int64(0);
            var searched = row.Int64OrNull(1);
            _cost += 1 + ((searched < 0 ? -1 - searched : searched) / BytesPerCost ?? 0);
            if (searched >= 0)
                Found.Add(LastId);
            return true;
        }
    }
}
