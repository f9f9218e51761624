namespace Domaeka.Core.Events;

/// <summary>What a reader wants of the feed.</summary>
/// <param name="Filter">Which events.</param>
/// <param name="From">Where to go on from; null begins with what happens from now on.</param>
/// <param name="IncludesEvents">Bring events.</param>
/// <param name="IncludesChat">Bring chat lines.</param>
/// <param name="Heartbeat">A heartbeat comes when nothing else came for so long; 1 s to 1 h.</param>
public sealed record FeedRequest(EventFilter Filter, FeedPosition? From, bool IncludesEvents, bool IncludesChat, TimeSpan Heartbeat);
