using Domaeka.Core.Rooms;

namespace Domaeka.Core.Chat;

/// <summary>A row of <c>kb_chat_logs</c>.</summary>
public sealed record ChatLogEntry
{
    /// <summary>Bot and channel.</summary>
    public required RoomKey Room { get; init; }

    /// <summary>The room's name at the time.</summary>
    public required string RoomName { get; init; }

    /// <summary>Who said it.</summary>
    public required string Sender { get; init; }

    /// <summary>The sender's id within the room; empty when the phone gave none.</summary>
    public required string UserHash { get; init; }

    /// <summary>What was said.</summary>
    public required string Message { get; init; }

    /// <summary>The command's trigger such as <c># echo</c>, at most 30 characters; null for plain chat.</summary>
    public string? Directive { get; init; }

    /// <summary>What the line is to us.</summary>
    public ChatMessageType MessageType { get; init; }

    /// <summary>The bot was mentioned.</summary>
    public bool IsMention { get; init; }

    /// <summary>A group room, not a talk between two.</summary>
    public bool IsGroupChat { get; init; }

    /// <summary>KakaoTalk's id of the message; null when the phone gave none.</summary>
    public string? LogId { get; init; }

    /// <summary>When the phone says it was said; null when it did not say, or not readably.</summary>
    public DateTimeOffset? ClientTimestamp { get; init; }

    /// <summary>When the server received or produced it.</summary>
    public required DateTimeOffset ServerTimestamp { get; init; }

    /// <summary>The line is our bot's own.</summary>
    public bool IsOurBotResponse { get; init; }

    /// <summary>The line was sent by a schedule.</summary>
    public bool IsScheduled { get; init; }
}
