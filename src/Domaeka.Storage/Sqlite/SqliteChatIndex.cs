namespace Domaeka.Storage.Sqlite;

/// <summary>
/// Finds a room's rows in <c>kb_chat_logs</c>. An ordinary index over the room would rewrite one page for each room in each commit,
/// which is most of what a commit writes; this one takes rows in by the thousand, sorted by room. Used on the writer's thread, inside
/// the transaction that appends.
/// </summary>
internal static class SqliteChatIndex
{
    /// <summary>The newest rows of a room, newest first, as parameters <c>@ChannelId</c>, <c>@BotName</c> and <c>@Limit</c> tell.</summary>
    /// <remarks>The room is asked for again beside the index: rows may have been deleted, and their numbers given to others.</remarks>
    public const string SelectNewestIds = $"""
        SELECT id FROM kb_chat_logs
        WHERE id > {IndexedId} AND channel_id = @ChannelId AND bot_name = @BotName
        UNION ALL
        SELECT id FROM kb_chat_logs
        WHERE channel_id = @ChannelId AND bot_name = @BotName AND id IN (
            SELECT chat_id FROM dk_chat_index
            WHERE channel_id = @ChannelId AND bot_name = @BotName AND chat_id <= {IndexedId}
            ORDER BY chat_id DESC LIMIT @Limit)
        ORDER BY id DESC LIMIT @Limit
        """;

    /// <summary>Selects the number up to which rows are in the index; those behind it wait.</summary>
    public const string SelectIndexedId = "SELECT ifnull(max(indexed_id), 0) FROM dk_chat_index_state";

    /// <summary>How many times the rows that may wait enter at once, so that a log that was never indexed holds no append up for long.</summary>
    private const int MaxStep = 8;

    private const string IndexedId = "(SELECT ifnull(max(indexed_id), 0) FROM dk_chat_index_state)";
    private const string SetIndexedId = "INSERT OR REPLACE INTO dk_chat_index_state (id, indexed_id) VALUES (1, ?)";

    private const string Index = """
        INSERT OR IGNORE INTO dk_chat_index (channel_id, bot_name, chat_id)
        SELECT channel_id, bot_name, id FROM kb_chat_logs WHERE id > ? AND id <= ? ORDER BY channel_id, bot_name, id
        """;

    /// <summary>Notes that rows were appended, of which this is the last, and takes rows in when enough of them wait.</summary>
    public static void OnAppended(SqliteSession session, int count, long lastId)
    {
        // Read each time and not remembered: the transaction that moves it may still be rolled back.
        var indexedId = session.Statement(SelectIndexedId).ExecuteInt64();

        // Somebody has deleted the newest rows, and their numbers are given out again.
        if (lastId - count < indexedId)
            MoveTo(session, indexedId = lastId - count);

        var pace = session.ChatIndexPace;
        if (lastId - indexedId < pace.Rows)
            return;

        var startedAt = TimeProvider.System.GetTimestamp();
        var upTo = Math.Min(lastId, indexedId + (MaxStep * pace.Rows));
        var index = session.Statement(Index);
        index.Bind(1, indexedId);
        index.Bind(2, upTo);
        index.Execute();
        MoveTo(session, upTo);
        pace.Note(upTo - indexedId, TimeProvider.System.GetElapsedTime(startedAt));
    }

    private static void MoveTo(SqliteSession session, long indexedId)
    {
        var move = session.Statement(SetIndexedId);
        move.Bind(1, indexedId);
        move.Execute();
    }
}
