using Domaeka.Core.Chat;

namespace Domaeka.Core.Events;

/// <summary>What a feed brings: an event, a chat line, or neither, which says only that the feed is alive.</summary>
/// <param name="Position">Where to go on from, behind this item.</param>
/// <param name="Event">The event; null when it is none.</param>
/// <param name="Line">The chat line; null when it is none.</param>
public sealed record FeedItem(FeedPosition Position, ServerEvent? Event = null, StoredChatLine? Line = null)
{
    /// <summary>Nothing has happened for a while.</summary>
    public bool IsHeartbeat => Event is null && Line is null;
}
