using Domaeka.Core.Chat;
using Domaeka.Core.Events;

namespace Domaeka.Api.Tests.Support;

/// <summary>Counts what is read of one bot's events.</summary>
internal sealed class CountingEventStore(IEventStore inner, string botName) : IEventStore
{
    private int _read;

    public int Read => Volatile.Read(ref _read);

    public Task AppendAsync(IReadOnlyList<ServerEvent> events, CancellationToken cancellationToken) =>
        inner.AppendAsync(events, cancellationToken);

    public async Task<(IReadOnlyList<ServerEvent> Events, long UpTo)> ReadAsync(
        long afterId, EventFilter filter, int limit, CancellationToken cancellationToken)
    {
        var page = await inner.ReadAsync(afterId, filter, limit, cancellationToken);
        if (filter.BotName == botName)
            Interlocked.Add(ref _read, page.Events.Count);
        return page;
    }

    public Task<(IReadOnlyList<StoredChatLine> Lines, long UpTo)> ReadChatAsync(
        long afterId, EventFilter filter, int limit, CancellationToken cancellationToken) =>
        inner.ReadChatAsync(afterId, filter, limit, cancellationToken);

    public Task<EventBounds> ReadBoundsAsync(CancellationToken cancellationToken) => inner.ReadBoundsAsync(cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset before, long maxEvents, int limit, CancellationToken cancellationToken) =>
        inner.PurgeAsync(before, maxEvents, limit, cancellationToken);
}
