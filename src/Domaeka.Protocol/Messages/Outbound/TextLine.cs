namespace Domaeka.Protocol.Messages;

/// <summary>Text for a room.</summary>
/// <param name="Room">Name of the room; the scripts address text by it.</param>
/// <param name="ChannelId">KakaoTalk's id of the room, digits. Null when unknown: the script then goes by the name alone.</param>
/// <param name="BotName">Name of the bot; v3.3 only. Null leaves it out.</param>
/// <param name="Text">What to say. Not empty: the scripts drop an empty text.</param>
/// <param name="Event">The event to send it under. (default: <c>messageResponse</c>)</param>
public sealed record TextLine(
    string Room,
    string? ChannelId,
    string? BotName,
    string Text,
    ResponseEvent Event = ResponseEvent.MessageResponse) : OutboundLine;
