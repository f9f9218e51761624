using Domaeka.Core.Rooms;

namespace Domaeka.Storage.Sqlite;

/// <summary>Deletes a room's old lines. They are found through <c>dk_chat_index</c>, from the oldest on, never by a scan of the log.</summary>
internal static class SqliteChatPurge
{
    /// <summary>
    /// How many lines in a row that are to stay end the search. More than one, because clocks are set right: a few lines of a wrong time must
    /// not keep all those behind them.
    /// </summary>
    private const int MaxYoung = 256;

    // A number without its line, where somebody else has deleted the line, goes like an old line. The newest line of the log stays: behind
    // it the table would give numbers out again, and whoever reads on from a number would miss lines.
    private const string SelectIndexed = """
        SELECT chat_id, CASE
            WHEN line.id IS NULL THEN 1
            WHEN line.id < (SELECT max(id) FROM kb_chat_logs) THEN line.server_timestamp < ?3 END
        FROM dk_chat_index AS room
        LEFT JOIN kb_chat_logs AS line ON line.id = room.chat_id AND line.channel_id = ?1 AND line.bot_name = ?2
        WHERE room.channel_id = ?1 AND room.bot_name = ?2 AND chat_id <= ?4
        ORDER BY chat_id
        """;

    // Of every room: those that wait for the index are few, and most are young.
    private const string SelectWaiting = """
        SELECT id, server_timestamp < ?3, channel_id = ?1 AND bot_name = ?2
        FROM kb_chat_logs NOT INDEXED
        WHERE id > ?4 AND id < (SELECT max(id) FROM kb_chat_logs)
        ORDER BY id
        """;

    // The rows may have changed since they were found.
    private const string DeleteLine = """
        DELETE FROM kb_chat_logs
        WHERE id = ?1 AND channel_id = ?2 AND bot_name = ?3 AND server_timestamp < ?4 AND id < (SELECT max(id) FROM kb_chat_logs)
        """;

    private const string DeleteIndexed = """
        DELETE FROM dk_chat_index
        WHERE channel_id = ?2 AND bot_name = ?3 AND chat_id = ?1
            AND NOT EXISTS (SELECT 1 FROM kb_chat_logs WHERE id = ?1 AND channel_id = ?2 AND bot_name = ?3)
        """;

    /// <summary>The numbers of lines from before that time, oldest first, at most <paramref name="limit"/>.</summary>
    public static List<long> Find(SqliteSession session, RoomKey room, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var found = new List<long>();
        var indexed = session.Statement(SqliteChatIndex.SelectIndexedId).ExecuteInt64();
        Gather(session.Statement(SelectIndexed), isOfRoom: _ => true);
        Gather(session.Statement(SelectWaiting), isOfRoom: row => row.Int64(2) != 0);
        return found;

        void Gather(SqliteStatement statement, Func<SqliteStatement, bool> isOfRoom)
        {
            var young = 0;
            statement.Bind(1, room.ChannelId);
            statement.Bind(2, room.BotName);
            statement.Bind(3, before);
            statement.Bind(4, indexed);
            statement.Visit(row =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (found.Count == limit)
                    return false;
                if (row.Int64(1) == 0)
                    return ++young < MaxYoung;
                young = 0;
                if (isOfRoom(row))
                    found.Add(row.Int64(0));
                return true;
            });
        }
    }

    /// <summary>Deletes the lines that <see cref="Find"/> has found. Used on the writer's thread.</summary>
    /// <returns>How many were there, numbers without a line included.</returns>
    public static int Delete(SqliteSession session, RoomKey room, DateTimeOffset before, List<long> found)
    {
        var line = session.Statement(DeleteLine);
        line.Bind(2, room.ChannelId);
        line.Bind(3, room.BotName);
        line.Bind(4, before);
        var indexed = session.Statement(DeleteIndexed);
        indexed.Bind(2, room.ChannelId);
        indexed.Bind(3, room.BotName);

        var deleted = 0;
        foreach (var id in found)
        {
            line.Bind(1, id);
            line.Execute();
            var wasThere = session.Changes > 0;
            indexed.Bind(1, id);
            indexed.Execute();
            if (wasThere || session.Changes > 0)
                deleted++;
        }

        return deleted;
    }
}
