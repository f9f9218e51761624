namespace Domaeka.Protocol.Messages;

/// <summary>A well-formed line with an event that this server does not know. To be tolerated.</summary>
/// <param name="Event">Name of the event, at most <see cref="WireLimits.MaxEventBytes"/> bytes.</param>
public sealed record UnknownMessage(string Event) : InboundMessage;
