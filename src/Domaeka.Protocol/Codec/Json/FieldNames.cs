namespace Domaeka.Protocol.Codec.Json;

/// <summary>Finds the field of a JSON key; case counts, as it does in the scripts.</summary>
internal static class FieldNames
{
    /// <summary>Longest key with every character written as a six-byte escape.</summary>
    public const int MaxEscapedBytes = 18 * 6;

    public static Field Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 => name.SequenceEqual("room"u8) ? Field.Room
            : name.SequenceEqual("text"u8) ? Field.Text
            : name.SequenceEqual("auth"u8) ? Field.Auth
            : name.SequenceEqual("data"u8) ? Field.Data
            : Field.None,
        5 => name.SequenceEqual("event"u8) ? Field.Event
            : name.SequenceEqual("bytes"u8) ? Field.Bytes
            : name.SequenceEqual("logId"u8) ? Field.LogId
            : Field.None,
        6 => name.SequenceEqual("sender"u8) ? Field.Sender
            : name.SequenceEqual("log_id"u8) ? Field.LogId
            : name.SequenceEqual("reason"u8) ? Field.Reason
            : Field.None,
        7 => name.SequenceEqual("botName"u8) ? Field.BotName
            : name.SequenceEqual("version"u8) ? Field.Version
            : name.SequenceEqual("success"u8) ? Field.Success
            : name.SequenceEqual("message"u8) ? Field.Message
            : name.SequenceEqual("content"u8) ? Field.Content
            : Field.None,
        8 => name.SequenceEqual("userHash"u8) ? Field.UserHash
            : name.SequenceEqual("bot_name"u8) ? Field.BotName
            : name.SequenceEqual("timezone"u8) ? Field.Timezone
            : name.SequenceEqual("deviceID"u8) ? Field.DeviceId
            : name.SequenceEqual("deviceIP"u8) ? Field.DeviceIp
            : name.SequenceEqual("threadId"u8) ? Field.ThreadId
            : name.SequenceEqual("approved"u8) ? Field.Approved
            : name.SequenceEqual("encoding"u8) ? Field.Encoding
            : name.SequenceEqual("new_host"u8) ? Field.NewHost
            : name.SequenceEqual("new_port"u8) ? Field.NewPort
            : Field.None,
        9 => name.SequenceEqual("timestamp"u8) ? Field.Timestamp
            : name.SequenceEqual("signature"u8) ? Field.Signature
            : name.SequenceEqual("ipAddress"u8) ? Field.IpAddress
            : name.SequenceEqual("isMention"u8) ? Field.IsMention
            : name.SequenceEqual("channelId"u8) ? Field.ChannelId
            : name.SequenceEqual("user_hash"u8) ? Field.UserHash
            : Field.None,
        10 => name.SequenceEqual("clientType"u8) ? Field.ClientType
            : name.SequenceEqual("channel_id"u8) ? Field.ChannelId
            : name.SequenceEqual("deviceUUID"u8) ? Field.DeviceUuid
            : name.SequenceEqual("macAddress"u8) ? Field.MacAddress
            : name.SequenceEqual("is_mention"u8) ? Field.IsMention
            : name.SequenceEqual("monitoring"u8) ? Field.Monitoring
            : name.SequenceEqual("deviceInfo"u8) ? Field.DeviceInfo
            : Field.None,
        11 => name.SequenceEqual("client_type"u8) ? Field.ClientType
            : name.SequenceEqual("isGroupChat"u8) ? Field.IsGroupChat
            : name.SequenceEqual("packageName"u8) ? Field.PackageName
            : Field.None,
        12 => name.SequenceEqual("message_type"u8) ? Field.MessageType
            : name.SequenceEqual("capabilities"u8) ? Field.Capabilities
            : Field.None,
        13 => name.SequenceEqual("is_group_chat"u8) ? Field.IsGroupChat
            : name.SequenceEqual("migrate_after"u8) ? Field.MigrateAfter
            : name.SequenceEqual("session_token"u8) ? Field.SessionToken
            : Field.None,
        14 => name.SequenceEqual("message_format"u8) ? Field.MessageFormat
            : name.SequenceEqual("server_version"u8) ? Field.ServerVersion
            : Field.None,
        15 => name.SequenceEqual("media_wait_time"u8) ? Field.MediaWaitTime
            : name.SequenceEqual("reconnect_after"u8) ? Field.ReconnectAfter
            : Field.None,
        16 => name.SequenceEqual("content_encoding"u8) ? Field.ContentEncoding
            : name.SequenceEqual("server_timestamp"u8) ? Field.ServerTimestamp
            : Field.None,
        17 => name.SequenceEqual("message_positions"u8) ? Field.MessagePositions : Field.None,
        18 => name.SequenceEqual("session_expires_in"u8) ? Field.SessionExpiresIn : Field.None,
        _ => Field.None,
    };
}
