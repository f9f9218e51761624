using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Events;

/// <inheritdoc cref="IEventFeed"/>
internal sealed class EventFeed(
    IEventStore store, EventSignal signal, IHostApplicationLifetime lifetime, IOptions<EventOptions> options, TimeProvider clock) : IEventFeed
{
    private int _feeds;

    /// <inheritdoc/>
    public async IAsyncEnumerable<FeedItem> ReadAsync(FeedRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _feeds) > options.Value.MaxFeeds)
                throw new FeedFullException(options.Value.MaxFeeds);

            // A stopping host waits for its calls, so a feed must end by itself.
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
            var reader = new FeedReader(store, signal, request, options.Value, clock);
            while (await reader.NextAsync(ending.Token) is { } items)
            {
                foreach (var item in items)
                {
                    if (ending.IsCancellationRequested)
                        yield break;
                    yield return item;
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _feeds);
        }
    }
}
