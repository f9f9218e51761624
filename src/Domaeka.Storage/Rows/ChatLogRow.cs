using System.Data.Common;
using Domaeka.Core.Chat;
using Domaeka.Core.Rooms;

namespace Domaeka.Storage.Rows;

/// <summary>How a row of <c>kb_chat_logs</c> becomes a <see cref="ChatLogEntry"/>, and the words in it.</summary>
internal static class ChatLogRow
{
    /// <summary>What to select, in the order in which <see cref="Read"/> takes it.</summary>
    public const string Columns =
        "bot_name, channel_id, room_name, sender, user_hash, message, directive, message_type, is_mention, is_group_chat, log_id, "
        + "client_timestamp, server_timestamp, is_our_bot_response, is_scheduled";

    /// <summary>How many <see cref="Columns"/> there are: the place of a column that is selected behind them.</summary>
    public const int ColumnCount = 15;

    private const int MaxDirectiveLength = 30;

    public static ChatLogEntry Read(DbDataReader row) => new()
    {
        Room = new RoomKey(row.Text(0) ?? "", row.Text(1) ?? ""),
        RoomName = row.Text(2) ?? "",
        Sender = row.Text(3) ?? "",
        UserHash = row.Text(4) ?? "",
        Message = row.Text(5) ?? "",
        Directive = row.FilledText(6),
        MessageType = FromWord(row.Text(7)),
        IsMention = row.Flag(8),
        IsGroupChat = row.Flag(9),
        LogId = row.FilledText(10),
        ClientTimestamp = row.Time(11),
        ServerTimestamp = row.TimeOrEpoch(12),
        IsOurBotResponse = row.Flag(13),
        IsScheduled = row.Flag(14),
    };

    /// <summary>The word of <c>message_type</c>.</summary>
    public static string ToWord(ChatMessageType type) => type switch
    {
        ChatMessageType.Normal => "normal",
        ChatMessageType.Command => "command",
        ChatMessageType.Reply => "auto_reply",
        ChatMessageType.Notice => "notice",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "This message type has no stored word."),
    };

    /// <summary>The directive as the column holds it: at most 30 UTF-16 units, no surrogate pair cut in two.</summary>
    public static string? FitDirective(string? directive)
    {
        if (directive is not { Length: > MaxDirectiveLength })
            return directive;

        var length = char.IsHighSurrogate(directive[MaxDirectiveLength - 1]) ? MaxDirectiveLength - 1 : MaxDirectiveLength;
        return directive[..length];
    }

    // The older server wrote "auto_replay"; a word of somebody else's is plain chat to us.
    private static ChatMessageType FromWord(string? word) => word switch
    {
        "command" => ChatMessageType.Command,
        "auto_reply" or "auto_replay" => ChatMessageType.Reply,
        "notice" => ChatMessageType.Notice,
        _ => ChatMessageType.Normal,
    };
}
