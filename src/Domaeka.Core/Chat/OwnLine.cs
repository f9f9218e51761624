using Domaeka.Core.Delivery;

namespace Domaeka.Core.Chat;

/// <summary>What our own bot says, as the chat log keeps it.</summary>
internal static class OwnLine
{
    public static ChatLogEntry From(OutboundMessage message, DateTimeOffset at, bool isGroupChat) => new()
    {
        Room = message.Room,
        RoomName = message.RoomName,
        Sender = message.Room.BotName,
        UserHash = "",
        Message = Describe(message.Content),
        MessageType = message.Kind == OutboundKind.Reply ? ChatMessageType.Reply : ChatMessageType.Notice,
        IsGroupChat = isGroupChat,
        ServerTimestamp = at,
        IsOurBotResponse = true,
        IsScheduled = message.Kind == OutboundKind.Scheduled,
    };

    /// <summary>Bytes do not belong into the chat log; their number and addresses do.</summary>
    private static string Describe(OutboundContent content) => content switch
    {
        TextContent text => text.Text,
        MediaContent media => string.Join('\n', media.Items.Select(item => item.Uri?.ToString() ?? $"[{media.Kind}: {item.Bytes.Length} bytes]")),
        _ => "",
    };
}
