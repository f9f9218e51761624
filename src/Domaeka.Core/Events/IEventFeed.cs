namespace Domaeka.Core.Events;

/// <summary>
/// News in order, from any place that is still kept: events among themselves and chat lines among themselves, each at least once. A reader
/// pulls; one that is slow holds up nobody and makes nothing grow.
/// </summary>
public interface IEventFeed
{
    /// <summary>Reads until the token fires or the server stops; both end the enumeration without an exception.</summary>
    /// <exception cref="FeedTooOldException">From the first step: what comes behind the wanted place is not kept any more.</exception>
    /// <exception cref="FeedFullException">From the first step: too many read already.</exception>
    /// <exception cref="Storage.StorageUnavailableException">The store cannot be read; go on from the last item.</exception>
    IAsyncEnumerable<FeedItem> ReadAsync(FeedRequest request, CancellationToken cancellationToken);
}
