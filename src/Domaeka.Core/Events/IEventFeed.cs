namespace Domaeka.Core.Events;

/// <summary>
/// News in order, from any place that is still kept: events among themselves and chat lines among themselves, each at least once. A reader
/// pulls; one that is slow holds up nobody and makes nothing grow.
/// </summary>
public interface IEventFeed
{
    /// <summary>
    /// Reads until the token fires or the server stops; both end the enumeration without an exception. The first item is a heartbeat, and
    /// comes at once: it holds the place where the reading begins.
    /// </summary>
    /// <exception cref="FeedTooOldException">
    /// From the first step: what comes behind the wanted place is not kept any more, or the place is beyond the newest event and so of another
    /// database. From a later step: the reader is so slow that what it had not read was purged. Only where events are included.
    /// </exception>
    /// <exception cref="FeedFullException">From the first step: too many read already.</exception>
    /// <exception cref="Storage.StorageUnavailableException">The store cannot be read; go on from the last item.</exception>
    IAsyncEnumerable<FeedItem> ReadAsync(FeedRequest request, CancellationToken cancellationToken);
}
