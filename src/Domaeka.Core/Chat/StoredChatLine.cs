namespace Domaeka.Core.Chat;

/// <summary>A chat line with its number in <c>kb_chat_logs</c>.</summary>
/// <param name="Id"><c>kb_chat_logs.id</c>.</param>
/// <param name="Entry">The line.</param>
public sealed record StoredChatLine(long Id, ChatLogEntry Entry);
