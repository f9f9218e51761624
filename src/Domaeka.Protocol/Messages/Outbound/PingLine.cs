namespace Domaeka.Protocol.Messages;

/// <summary>A ping. The script answers it after everything that was sent before it.</summary>
/// <param name="BotName">Name of the bot.</param>
/// <param name="Token">Comes back unchanged in <see cref="PingReply.Token"/> (<c>server_timestamp</c>); at most 1,024 units.</param>
public sealed record PingLine(string BotName, string Token) : OutboundLine;
