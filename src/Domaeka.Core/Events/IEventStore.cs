using Domaeka.Core.Chat;

namespace Domaeka.Core.Events;

/// <summary><c>dk_events</c>, and the newest of <c>kb_chat_logs</c>. Thread-safe.</summary>
/// <exception cref="Storage.StorageUnavailableException">From every method: nothing was read or changed.</exception>
public interface IEventStore
{
    /// <summary>Appends events in their order, in one transaction. Events of messages are appended by the outbox.</summary>
    Task AppendAsync(IReadOnlyList<ServerEvent> events, CancellationToken cancellationToken);

    /// <summary>Events behind <paramref name="afterId"/> that the filter lets through, in order, at most <paramref name="limit"/>.</summary>
    /// <returns>
    /// The events, and the id up to which was looked: the place to go on from, also when the filter let nothing through. No event with a
    /// smaller id appears later.
    /// </returns>
    Task<(IReadOnlyList<ServerEvent> Events, long UpTo)> ReadAsync(long afterId, EventFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Chat lines behind <paramref name="afterId"/>, likewise; of the filter only bot and room apply, and long
    /// lines make a page end early. The numbers of the newest lines may be given
    /// out again when those are deleted; then the returned place is before <paramref name="afterId"/>.
    /// </summary>
    Task<(IReadOnlyList<StoredChatLine> Lines, long UpTo)> ReadChatAsync(long afterId, EventFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>The ids of the oldest event that is kept and of the newest, and of the newest chat line; 0 when there is none.</summary>
    Task<EventBounds> ReadBoundsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Deletes events from before <paramref name="before"/>, and more while there are more than <paramref name="maxEvents"/>; oldest first, up to the
    /// first one that is to be kept, so that nothing is missing behind the oldest.
    /// </summary>
    /// <returns>How many were deleted, at most <paramref name="limit"/>.</returns>
    Task<int> PurgeAsync(DateTimeOffset before, long maxEvents, int limit, CancellationToken cancellationToken);
}
