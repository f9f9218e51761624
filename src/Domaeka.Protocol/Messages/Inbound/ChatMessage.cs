namespace Domaeka.Protocol.Messages;

/// <summary>One chat line of a room: event <c>analyze</c> (legacy) or <c>message</c> (v3.3).</summary>
public sealed record ChatMessage : InboundMessage
{
    /// <summary>The <see cref="MessageType"/> of ordinary chat.</summary>
    public const string TextType = "text";

    /// <summary>Name of the room as the phone sees it. The scripts address text by it.</summary>
    public required string Room { get; init; }

    /// <summary>
    /// What was said, at most <see cref="WireLimits.MaxTextUnits"/> UTF-16 units. When <see cref="MessageType"/> is not
    /// <see cref="TextType"/>: the raw content as it stood behind the JSON.
    /// </summary>
    public required string Text { get; init; }

    /// <summary>Display name of who said it.</summary>
    public required string Sender { get; init; }

    /// <summary>Name of the bot whose phone heard it. Never empty.</summary>
    public required string BotName { get; init; }

    /// <summary>True in a group room. (default: false, also when the phone sent null or nothing)</summary>
    public bool IsGroupChat { get; init; }

    /// <summary>True when the bot was mentioned. (default: false, also when the phone sent null or nothing)</summary>
    public bool IsMention { get; init; }

    /// <summary>KakaoTalk's id of the room, digits. Null when the phone does not know it.</summary>
    public string? ChannelId { get; init; }

    /// <summary>KakaoTalk's id of this chat line, digits. Null when the phone does not know it.</summary>
    public string? LogId { get; init; }

    /// <summary>Stable hash of the sender within the room. Null when the phone does not know it.</summary>
    public string? UserHash { get; init; }

    /// <summary>The app, such as <c>MessengerBotR</c>. Null when not sent.</summary>
    public string? ClientType { get; init; }

    /// <summary>Kind of content. (default: <c>text</c>; legacy lines know no other)</summary>
    public string MessageType { get; init; } = TextType;

    /// <summary>Time of sending as sent, see <see cref="PhoneTime"/>. Null when not sent.</summary>
    public string? Timestamp { get; init; }

    /// <summary>IANA name of the phone's time zone; v3.3 only. Null when not sent.</summary>
    public string? Timezone { get; init; }

    /// <summary>Android package the line came from; only in the layout of the scripts' <c>response</c> function. Else null.</summary>
    public string? PackageName { get; init; }

    /// <summary>Thread within that package; only in the layout of the scripts' <c>response</c> function. Else null.</summary>
    public string? ThreadId { get; init; }

    /// <summary>Who signed the line. Null when it carried no <c>auth</c>.</summary>
    public PhoneAuth? Auth { get; init; }
}
