using Domaeka.Core.Chat;
using Domaeka.Core.Events;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>A store of events that keeps none.</summary>
internal sealed class EmptyEvents : IEventStore
{
    public Task AppendAsync(IReadOnlyList<ServerEvent> events, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<(IReadOnlyList<ServerEvent> Events, long UpTo)> ReadAsync(
        long afterId, EventFilter filter, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<(IReadOnlyList<ServerEvent>, long)>(([], afterId));

    public Task<(IReadOnlyList<StoredChatLine> Lines, long UpTo)> ReadChatAsync(
        long afterId, EventFilter filter, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<(IReadOnlyList<StoredChatLine>, long)>(([], afterId));

    public Task<EventBounds> ReadBoundsAsync(CancellationToken cancellationToken) => Task.FromResult(new EventBounds(0, 0, 0));

    public Task<int> PurgeAsync(DateTimeOffset before, long maxEvents, int limit, CancellationToken cancellationToken) => Task.FromResult(0);
}
