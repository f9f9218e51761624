using Domaeka.Core.Chat;

namespace Domaeka.Core.Events;

/// <summary>One reading of the feed. It holds one page at a time, and looks for the next one when that was taken. Used by one caller at a time.</summary>
internal sealed class FeedReader(IEventStore store, EventSignal signal, FeedRequest request, EventOptions options, TimeProvider clock)
{
    /// <summary>
    /// How long a reader that has seen everything waits at least before it looks again, so that a thousand commits in a second do not make a
    /// hundred readers look a thousand times each.
    /// </summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);

    private FeedPosition? _position;

    /// <summary>What comes next, at least one item; waits for it. Null when the token has fired.</summary>
    /// <exception cref="FeedTooOldException">What comes next is not kept any more.</exception>
    /// <exception cref="Storage.StorageUnavailableException">The store cannot be read.</exception>
    public async Task<IReadOnlyList<FeedItem>?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_position is not null)
                return await FollowAsync(_position.Value, cancellationToken);

            // Told at once: who hangs up before anything happens has a place to go on from.
            _position = await FindStartAsync(cancellationToken);
            return [new FeedItem(_position.Value)];
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<FeedPosition> FindStartAsync(CancellationToken cancellationToken)
    {
        var bounds = await store.ReadBoundsAsync(cancellationToken);
        if (request.From is not { } from)
            return new FeedPosition(bounds.NewestEventId, bounds.NewestChatId);
        if (request.IncludesEvents && (IsPurged(from.EventId, bounds) || from.EventId > bounds.NewestEventId))
            throw TooOld(from, bounds);
        return from;
    }

    private async Task<IReadOnlyList<FeedItem>> FollowAsync(FeedPosition from, CancellationToken cancellationToken)
    {
        var asked = clock.GetTimestamp();
        while (true)
        {
            var next = signal.Next;
            var looked = clock.GetTimestamp();
            var items = await LookAsync(from, cancellationToken);
            if (items.Count > 0)
                return items;

            var quiet = clock.GetElapsedTime(asked);
            if (quiet >= request.Heartbeat)
                return [new FeedItem(_position!.Value)];

            if (_position == from)
                await PauseAsync(next, looked, request.Heartbeat - quiet, cancellationToken);
            from = _position!.Value;
        }
    }

    /// <summary>Looks once, and moves on past what it saw and past what the filter hid.</summary>
    private async Task<IReadOnlyList<FeedItem>> LookAsync(FeedPosition from, CancellationToken cancellationToken)
    {
        var (events, eventId) = request.IncludesEvents
            ? await store.ReadAsync(from.EventId, request.Filter, options.PageSize, cancellationToken)
            : ([], from.EventId);

        // Looked up behind the reading: whatever was purged before it, and might be missing in it, shows now.
        if (eventId > from.EventId && await store.ReadBoundsAsync(cancellationToken) is var bounds && IsPurged(from.EventId, bounds))
            throw TooOld(from, bounds);

        var (lines, chatId) = request.IncludesChat
            ? await store.ReadChatAsync(from.ChatId, request.Filter, options.PageSize, cancellationToken)
            : ([], from.ChatId);

        _position = new FeedPosition(eventId, chatId);
        return Merge(from, events, lines, _position.Value);
    }

    private async Task PauseAsync(Task next, long looked, TimeSpan untilHeartbeat, CancellationToken cancellationToken)
    {
        var longest = untilHeartbeat < options.PollInterval ? untilHeartbeat : options.PollInterval;
        await next.WaitAsync(longest, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();

        var rest = ShortestPause - clock.GetElapsedTime(looked);
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest, clock, cancellationToken);
    }

    /// <summary>Puts what is there of both orders together by time, as far as their own orders allow.</summary>
    private static List<FeedItem> Merge(FeedPosition from, IReadOnlyList<ServerEvent> events, IReadOnlyList<StoredChatLine> lines, FeedPosition end)
    {
        var items = new List<FeedItem>(events.Count + lines.Count);
        var (taken, said) = (0, 0);
        var position = from;
        while (taken < events.Count || said < lines.Count)
        {
            if (said == lines.Count || (taken < events.Count && events[taken].At <= lines[said].Entry.ServerTimestamp))
            {
                var news = events[taken++];
                items.Add(new FeedItem(position = position with { EventId = news.Id }, Event: news));
            }
            else
            {
                var line = lines[said++];
                items.Add(new FeedItem(position = position with { ChatId = line.Id }, Line: line));
            }
        }

        if (items.Count > 0)
            items[^1] = items[^1] with { Position = end };
        return items;
    }

    private static bool IsPurged(long eventId, EventBounds bounds) => bounds.OldestEventId > 0 && eventId + 1 < bounds.OldestEventId;

    /// <remarks>
    /// A place beyond the newest event is of another database, or of this one before an older copy of it was put back: what the caller has
    /// seen is not what lies before it here, and saying nothing would leave it waiting for a number that may come tomorrow.
    /// </remarks>
    private static FeedTooOldException TooOld(FeedPosition from, EventBounds bounds) =>
        new(new FeedPosition(Math.Max(0, bounds.OldestEventId - 1), Math.Min(from.ChatId, bounds.NewestChatId)));
}
