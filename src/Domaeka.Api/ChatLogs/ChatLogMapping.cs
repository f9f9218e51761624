using Domaeka.Api.Mapping;
using Domaeka.Api.Resources;
using Domaeka.Core.Chat;
using CoreType = Domaeka.Core.Chat.ChatMessageType;
using ProtoChatLog = Domaeka.V1.ChatLog;
using ProtoType = Domaeka.V1.ChatMessageType;

namespace Domaeka.Api.ChatLogs;

/// <summary>Chat lines of Core and of the API.</summary>
internal static class ChatLogMapping
{
    public static ProtoChatLog ToProto(this StoredChatLine line)
    {
        var entry = line.Entry;
        return new ProtoChatLog
        {
            Id = line.Id,
            Room = ResourceNames.ForRoom(entry.Room),
            RoomDisplayName = entry.RoomName,
            Sender = entry.Sender,
            UserHash = entry.UserHash,
            Text = entry.Message,
            Directive = entry.Directive ?? "",
            MessageType = SameNames<CoreType, ProtoType>.Map(entry.MessageType),
            IsMention = entry.IsMention,
            IsGroupChat = entry.IsGroupChat,
            IsOurBotResponse = entry.IsOurBotResponse,
            IsScheduled = entry.IsScheduled,
            ClientTime = entry.ClientTimestamp.ToProto(),
            ServerTime = entry.ServerTimestamp.ToProto(),
            LogId = entry.LogId ?? "",
        };
    }
}
