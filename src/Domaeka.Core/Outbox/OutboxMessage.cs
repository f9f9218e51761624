using Domaeka.Core.Delivery;

namespace Domaeka.Core.Outbox;

/// <summary>A message with its content.</summary>
/// <param name="Header">Everything but the content.</param>
/// <param name="Parts">The content, 1 part or more; bytes stand as files of the media store.</param>
public sealed record OutboxMessage(OutboxHeader Header, IReadOnlyList<MessagePart> Parts);
