namespace Domaeka.Core.Chat;

/// <summary>What a logged line is to us: <c>kb_chat_logs.message_type</c>.</summary>
public enum ChatMessageType
{
    /// <summary>Plain chat, stored as <c>normal</c>.</summary>
    Normal,

    /// <summary>A line that a command answers, stored as <c>command</c>.</summary>
    Command,

    /// <summary>Our bot's answer to a line, stored as <c>auto_reply</c>.</summary>
    Reply,

    /// <summary>A notice that was pushed into the room, stored as <c>notice</c>.</summary>
    Notice,
}
