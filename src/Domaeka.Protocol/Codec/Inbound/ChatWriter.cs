using System.Buffers;
using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Inbound;

/// <summary>Chat lines as the scripts send them, see <see cref="ChatFields"/> for the keys.</summary>
internal static class ChatWriter
{
    public static EncodeResult WriteLegacy(LineWriter writer, ChatMessage chat, IBufferWriter<byte> output)
    {
        if (chat.MessageType != ChatMessage.TextType)
            return EncodeResult.NotInDialect;
        if (chat.Text.Length > WireLimits.MaxTextUnits)
            return EncodeResult.TextTooLong;

        // The scripts' response function knows package and thread, but no id of the line.
        var isFromNotification = chat.PackageName is not null || chat.ThreadId is not null;
        var json = writer.BeginEvent(output, "analyze"u8);
        json.WriteString("room"u8, chat.Room);
        json.WriteString("text"u8, chat.Text);
        json.WriteString("sender"u8, chat.Sender);
        json.WriteBoolean("isGroupChat"u8, chat.IsGroupChat);
        json.WriteString("channelId"u8, chat.ChannelId);
        if (chat.LogId is not null || !isFromNotification)
            json.WriteString("logId"u8, chat.LogId);
        json.WriteString("userHash"u8, chat.UserHash);
        json.WriteBoolean("isMention"u8, chat.IsMention);
        LineWriter.WriteIfAny(json, "timestamp"u8, chat.Timestamp);
        json.WriteString("botName"u8, chat.BotName);
        LineWriter.WriteIfAny(json, "clientType"u8, chat.ClientType);
        LineWriter.WriteIfAny(json, "packageName"u8, chat.PackageName);
        LineWriter.WriteIfAny(json, "threadId"u8, chat.ThreadId);
        AuthWriter.WriteIfAny(json, chat.Auth);
        writer.EndEvent();
        LineWriter.EndLine(output);
        return EncodeResult.Written;
    }

    public static EncodeResult WriteV33(LineWriter writer, ChatMessage chat, IBufferWriter<byte> output)
    {
        var isText = chat.MessageType == ChatMessage.TextType;
        if (isText && chat.Text.Length > WireLimits.MaxTextUnits)
            return EncodeResult.TextTooLong;
        if (!isText && chat.Text.AsSpan().ContainsAny('\r', '\n'))
            return EncodeResult.LineBreakInContent;

        var json = writer.BeginEvent(output, "message"u8);
        json.WriteString("room"u8, chat.Room);
        json.WriteString("channel_id"u8, chat.ChannelId);
        json.WriteString("message_type"u8, chat.MessageType);
        json.WriteString("content_encoding"u8, "base64"u8);
        LineWriter.WritePositions(json, isText ? RawWriter.Base64Length(chat.Text) : chat.Text.Length);
        LineWriter.WriteIfAny(json, "timestamp"u8, chat.Timestamp);
        LineWriter.WriteIfAny(json, "timezone"u8, chat.Timezone);
        json.WriteString("sender"u8, chat.Sender);
        json.WriteBoolean("is_group_chat"u8, chat.IsGroupChat);
        json.WriteString("log_id"u8, chat.LogId);
        json.WriteString("user_hash"u8, chat.UserHash);
        json.WriteBoolean("is_mention"u8, chat.IsMention);
        json.WriteString("bot_name"u8, chat.BotName);
        LineWriter.WriteIfAny(json, "client_type"u8, chat.ClientType);
        AuthWriter.WriteIfAny(json, chat.Auth);
        writer.EndEvent();

        if (isText)
            RawWriter.WriteBase64(output, chat.Text);
        else
            RawWriter.WriteText(output, chat.Text);
        LineWriter.EndLine(output);
        return EncodeResult.Written;
    }
}
