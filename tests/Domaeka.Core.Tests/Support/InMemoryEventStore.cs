using Domaeka.Core.Chat;
using Domaeka.Core.Events;
using Domaeka.Core.Storage;

namespace Domaeka.Core.Tests.Support;

/// <summary>Events and chat lines in memory. It filters by kind and bot alone.</summary>
internal sealed class InMemoryEventStore : IEventStore
{
    private readonly Lock _gate = new();
    private readonly List<ServerEvent> _events = [];
    private readonly List<StoredChatLine> _lines = [];
    private long _newest;
    private int _reads;

    public bool IsDown { get; set; }

    /// <summary>Refuses these for ever.</summary>
    public Func<ServerEvent, bool> Rejects { get; set; } = _ => false;

    /// <summary>How often events were looked for.</summary>
    public int Reads => Volatile.Read(ref _reads);

    public IReadOnlyList<ServerEvent> Stored
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    public Task AppendAsync(IReadOnlyList<ServerEvent> events, CancellationToken cancellationToken)
    {
        if (IsDown)
            throw new StorageUnavailableException("down");
        if (events.Any(Rejects))
            throw new StorageRejectedException("rejected");
        lock (_gate)
            _events.AddRange(events.Select(news => news with { Id = ++_newest }));
        return Task.CompletedTask;
    }

    public void Say(StoredChatLine line)
    {
        lock (_gate)
            _lines.Add(line);
    }

    public Task<(IReadOnlyList<ServerEvent> Events, long UpTo)> ReadAsync(
        long afterId, EventFilter filter, int limit, CancellationToken cancellationToken)
    {
        if (IsDown)
            throw new StorageUnavailableException("down");
        Interlocked.Increment(ref _reads);
        lock (_gate)
        {
            var page = _events.Where(news => news.Id > afterId).Take(limit).ToList();
            var shown = page
                .Where(news => filter.Kinds.Count == 0 || filter.Kinds.Contains(news.Kind))
                .Where(news => filter.BotName is null || filter.BotName == news.BotName)
                .ToList();
            return Task.FromResult(((IReadOnlyList<ServerEvent>)shown, page.Count == 0 ? afterId : page[^1].Id));
        }
    }

    public Task<(IReadOnlyList<StoredChatLine> Lines, long UpTo)> ReadChatAsync(
        long afterId, EventFilter filter, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var page = _lines.Where(line => line.Id > afterId).Take(limit).ToList();
            return Task.FromResult(((IReadOnlyList<StoredChatLine>)page, page.Count == 0 ? afterId : page[^1].Id));
        }
    }

    public Task<EventBounds> ReadBoundsAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var oldest = _events.Count > 0 ? _events[0].Id : _newest == 0 ? 0 : _newest + 1;
            return Task.FromResult(new EventBounds(oldest, _newest, _lines.Count == 0 ? 0 : _lines[^1].Id));
        }
    }

    /// <summary>Deletes all but so many.</summary>
    public Task<int> PurgeAsync(DateTimeOffset before, long maxEvents, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var count = (int)Math.Clamp(_events.Count - maxEvents, 0, limit);
            _events.RemoveRange(0, count);
            return Task.FromResult(count);
        }
    }
}
