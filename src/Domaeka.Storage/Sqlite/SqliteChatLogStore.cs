using Domaeka.Core.Chat;
using Domaeka.Core.Rooms;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sqlite;

/// <summary><c>kb_chat_logs</c>.</summary>
internal sealed class SqliteChatLogStore(SqliteDatabase database) : IChatLogStore
{
    // Two statements: what is alike in all lines of people, or in all of the bot, is then bound once.
    private const string InsertOfPeople = $"{Insert} 0, 0)";
    private const string InsertOfBot = $"{Insert} 1, 1)";

    private const string Insert = $"INSERT {Columns}";
    private const string InsertOrIgnore = $"INSERT OR IGNORE {Columns}";

    // For the outbox: what another program's rules refuse must not keep a message's own row from being stored.
    private const string InsertOwn = $"{InsertOrIgnore} 1, 1)";

    private const string Columns = """
        INTO kb_chat_logs (
            channel_id, user_hash, room_name, sender, message, directive, message_type, bot_name, is_mention, is_group_chat,
            log_id, client_timestamp, server_timestamp, is_scheduled, is_bot, is_our_bot_response)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        """;

    private const string SelectNewest =
        $"SELECT {ChatLogRow.Columns} FROM kb_chat_logs WHERE id IN ({SqliteChatIndex.SelectNewestIds}) ORDER BY id DESC";

    public Task AppendAsync(IReadOnlyList<ChatLogEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return Task.CompletedTask;

        return database.WriteAsync(session => Append(session, entries), cancellationToken);
    }

    public async Task<IReadOnlyList<ChatLogEntry>> ListNewestAsync(RoomKey room, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { room.ChannelId, room.BotName, Limit = limit };
        return await database.ReadAsync(session => session.List(SelectNewest, parameters, ChatLogRow.Read), cancellationToken);
    }

    public Task<ChatLogPage> ListAsync(ChatLogQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteChatList.Read(session, query, cancellationToken), cancellationToken);

    public async Task<int> PurgeAsync(RoomKey room, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        // Found by a reader, so that the writer is held no longer than the deleting takes.
        var found = await database.ReadAsync(session => SqliteChatPurge.Find(session, room, before, limit, cancellationToken), cancellationToken);
        return found.Count == 0
            ? 0
            : await database.WriteAsync(session => SqliteChatPurge.Delete(session, room, before, found), cancellationToken);
    }

    /// <summary>Appends lines of the bot inside the transaction that has the messages. Used on the writer's thread.</summary>
    /// <param name="session">The writer's.</param>
    /// <param name="lines">The lines, in their order.</param>
    /// <param name="refused">Told of each line that a rule of the table refused.</param>
    public static void AppendOwn(SqliteSession session, List<ChatLogEntry> lines, Action<ChatLogEntry> refused)
    {
        var insert = session.Statement(InsertOwn);
        var appended = 0;
        foreach (var line in lines)
        {
            Append(insert, line);
            if (session.Changes > 0)
                appended++;
            else
                refused(line);
        }

        if (appended > 0)
            SqliteChatIndex.OnAppended(session, appended, session.LastInsertId);
    }

    private static int Append(SqliteSession session, IReadOnlyList<ChatLogEntry> entries)
    {
        var ofPeople = session.Statement(InsertOfPeople);
        var ofBot = session.Statement(InsertOfBot);
        for (var index = 0; index < entries.Count; index++)
            Append(entries[index].IsOurBotResponse ? ofBot : ofPeople, entries[index]);
        SqliteChatIndex.OnAppended(session, entries.Count, session.LastInsertId);
        return entries.Count;
    }

    private static void Append(SqliteStatement insert, ChatLogEntry entry)
    {
        insert.Bind(1, entry.Room.ChannelId);
        insert.Bind(2, entry.UserHash);
        insert.Bind(3, entry.RoomName);
        insert.Bind(4, entry.Sender);
        insert.Bind(5, entry.Message);
        insert.Bind(6, ChatLogRow.FitDirective(entry.Directive));
        insert.Bind(7, ChatLogRow.ToWord(entry.MessageType));
        insert.Bind(8, entry.Room.BotName);
        insert.Bind(9, entry.IsMention);
        insert.Bind(10, entry.IsGroupChat);
        insert.Bind(11, entry.LogId);
        insert.Bind(12, entry.ClientTimestamp);
        insert.Bind(13, entry.ServerTimestamp);
        insert.Bind(14, entry.IsScheduled);
        insert.Execute();
    }
}
