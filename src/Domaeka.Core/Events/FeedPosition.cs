namespace Domaeka.Core.Events;

/// <summary>A place in the two orders of news, to go on from.</summary>
/// <param name="EventId">The last event that was passed.</param>
/// <param name="ChatId">The last chat line that was passed.</param>
public readonly record struct FeedPosition(long EventId, long ChatId);
