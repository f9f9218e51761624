using Domaeka.Core.Chat;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.MariaDb;

/// <summary>Appends to <c>kb_chat_logs</c>.</summary>
internal static class MariaDbChatRows
{
    /// <summary>Locks what lets one transaction at a time append, so that numbers become visible in their order. Before 'events' is locked.</summary>
    public const string Lock = "UPDATE dk_commit_order SET last_id = last_id + 1 WHERE name = 'chat'";

    private const string Insert = """
        INSERT INTO kb_chat_logs (
            channel_id, user_hash, room_name, sender, message, directive, message_type, bot_name, is_mention, is_group_chat,
            log_id, client_timestamp, server_timestamp, is_scheduled, is_bot, is_our_bot_response)
        VALUES 
        """;

    /// <summary>The statements that append the entries, in their order.</summary>
    public static IEnumerable<string> Build(MariaDbLimits limits, MariaDbChatTable table, IEnumerable<ChatLogEntry> entries) =>
        RowStatements.Build(limits, Insert, entries, (text, entry) => Write(text, table, entry)).Select(statement => statement.Sql);

    private static void Write(SqlText text, MariaDbChatTable table, ChatLogEntry entry) => text
        .Open()
        .Value(entry.Room.ChannelId)
        .Value(table.Fit("user_hash", entry.UserHash))
        .Value(table.Fit("room_name", entry.RoomName))
        .Value(table.Fit("sender", entry.Sender))
        .Value(entry.Message)
        .Value(table.Fit("directive", ChatLogRow.FitDirective(entry.Directive)))
        .Value(ChatLogRow.ToWord(entry.MessageType))
        .Value(entry.Room.BotName)
        .Value(entry.IsMention)
        .Value(entry.IsGroupChat)
        .Value(table.Fit("log_id", entry.LogId))
        .Value(entry.ClientTimestamp)
        .Value(entry.ServerTimestamp)
        .Value(entry.IsScheduled)
        .Value(entry.IsOurBotResponse)
        .Value(entry.IsOurBotResponse)
        .Close();
}
