namespace Domaeka.Protocol.Messages;

/// <summary>A well-formed line with an event that the scripts do not know; they ignore it. Only decoded, never encoded.</summary>
/// <param name="Event">Name of the event, at most <see cref="WireLimits.MaxEventBytes"/> bytes.</param>
public sealed record UnknownLine(string Event) : OutboundLine;
