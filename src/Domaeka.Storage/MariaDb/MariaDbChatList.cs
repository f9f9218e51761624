using Domaeka.Core.Chat;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.MariaDb;

/// <summary>
/// Lists chat lines, newest first. Rows are looked at one after the other, by number or through the index over the room, until the page is
/// full or has cost as much as a page may; the numbers that a span of time covers are found beforehand by halving.
/// </summary>
internal sealed class MariaDbChatList(MariaDbSession session, MariaDbChatTable table, ChatLogQuery query, CancellationToken cancellationToken)
{
    // What looking for one page may cost: a row costs 1, and 1 more for each KiB of text that is searched.
    private const int MaxCost = 20_000;
    private const int BytesPerCost = 1_024;

    // How many UTF-16 units of text end a page. Clients take 4 MiB at a time unless told otherwise; a line has less than 1.
    private const int PageLength = 700_000;

    private const int MaxLimit = 1_000;
    private const int MaxStep = 4_000;
    private const int LinesAtOnce = 100;

    private readonly int _limit = Math.Clamp(query.Limit, 1, MaxLimit);
    private readonly List<long> _found = [];
    private long _lastId;
    private bool _hasMore;

    /// <summary>The page as <see cref="IChatLogStore.ListAsync"/> promises it.</summary>
    public async Task<ChatLogPage> ReadAsync()
    {
        var low = query.From is { } from ? await MariaDbTimeSearch.FindStartAsync(session, "kb_chat_logs", "id", "server_timestamp", from, cancellationToken) : 0;
        var high = query.Before is { } before
            ? await MariaDbTimeSearch.FindEndAsync(session, "kb_chat_logs", "id", "server_timestamp", before, cancellationToken)
            : long.MaxValue;
        await SearchAsync(low, Math.Min(high, query.BeforeId ?? long.MaxValue));
        return await ReadLinesAsync();
    }

    /// <summary>The statement that looks at the next rows; of the query's values only matters which are set.</summary>
    public string ToSql(long low, long high, int step)
    {
        var conditions = new List<string>();
        void Add(object? value, string condition)
        {
            if (value is not null)
                conditions.Add(condition);
        }

        Add(query.Sender, "(sender = @sender COLLATE utf8mb4_bin OR user_hash = @sender COLLATE utf8mb4_bin)");
        Add(query.Before, "server_timestamp < @before");
        Add(query.From, "server_timestamp >= @from");
        Add(query.IsOurBotResponse, "(is_our_bot_response <> 0) = @own");
        if (query.ChannelId is null)
            Add(query.BotName, "CAST(bot_name AS BINARY) = CAST(@bot AS BINARY)");

        // Nested, because AND might work out both its sides: the text is searched only when all the rest fits. What comes out is NULL when it does
        // not; else the bytes that were searched, from -1 downwards when the text is not in them.
        var innermost = query.Text is null
            ? "0"
            : "CASE WHEN instr(message, @text COLLATE utf8mb4_bin) > 0 THEN length(message) ELSE -1 - CAST(length(message) AS SIGNED) END";
        var matches = conditions.Aggregate(innermost, (inner, condition) => $"CASE WHEN {condition} THEN {inner} END");
        var (index, room) = query.ChannelId is null ? ("PRIMARY", "") : (table.RoomIndex, $"{table.OfRoom} AND ");
        return $"SELECT id, {matches} FROM kb_chat_logs FORCE INDEX ({index}) WHERE {room}id >= {low} AND id < {high} ORDER BY id DESC LIMIT {step}";
    }

    private async Task SearchAsync(long low, long high)
    {
        var cost = 0L;
        for (var step = _limit + 1; low < high; step = Math.Min(step * 4, MaxStep))
        {
            var rows = await session.ListAsync(
                ToSql(low, high, step), row => (Id: row.Int64(0), Searched: row.Int64OrNull(1)), cancellationToken, Parameters());
            foreach (var (id, searched) in rows)
            {
                if (_found.Count == _limit || cost >= MaxCost)
                {
                    _hasMore = true;
                    return;
                }

                _lastId = high = id;
                cost += 1 + ((searched < 0 ? -1 - searched : searched) / BytesPerCost ?? 0);
                if (searched >= 0)
                    _found.Add(id);
            }

            if (rows.Count < step)
                return;
        }
    }

    private async Task<ChatLogPage> ReadLinesAsync()
    {
        var lines = new List<StoredChatLine>();
        var length = 0;
        foreach (var ids in _found.Chunk(LinesAtOnce))
        {
            var read = await session.ListAsync(
                $"SELECT {ChatLogRow.Columns}, id FROM kb_chat_logs WHERE id IN ({string.Join(',', ids)}) ORDER BY id DESC",
                row => new StoredChatLine(row.Int64(ChatLogRow.ColumnCount), ChatLogRow.Read(row.Reader)),
                cancellationToken);
            foreach (var line in read)
            {
                if (length >= PageLength)
                    return new ChatLogPage(lines, lines[^1].Id);
                lines.Add(line);
                length += line.Entry.Message.Length;
            }
        }

        return new ChatLogPage(lines, _hasMore ? _lastId : null);
    }

    private (string Name, object? Value)[] Parameters()
    {
        var parameters = new List<(string, object?)>();
        void Add(string name, object? value)
        {
            if (value is not null)
                parameters.Add((name, value));
        }

        Add("@bot", query.BotName);
        Add("@channel", query.ChannelId);
        Add("@own", query.IsOurBotResponse is { } own ? (own ? 1 : 0) : null);
        Add("@from", query.From);
        Add("@before", query.Before);
        Add("@sender", query.Sender);
        Add("@text", query.Text);
        return [.. parameters];
    }
}
