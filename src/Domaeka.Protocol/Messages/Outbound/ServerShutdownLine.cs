namespace Domaeka.Protocol.Messages;

/// <summary>
/// The server is about to close (<c>serverShutdown</c>). Scripts that do not know the event ignore it and go by the close.
/// </summary>
/// <param name="Reason">Why, a word such as <c>maintenance</c>.</param>
/// <param name="ReconnectAfter">When to come back (<c>reconnect_after</c>); sent in whole seconds, rounded up, not negative.</param>
public sealed record ServerShutdownLine(string Reason, TimeSpan ReconnectAfter) : OutboundLine;
