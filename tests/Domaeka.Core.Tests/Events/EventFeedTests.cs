using Domaeka.Core.Chat;
using Domaeka.Core.Events;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace Domaeka.Core.Tests.Events;

public sealed class EventFeedTests : IDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    private readonly InMemoryEventStore _store = new();
    private readonly EventSignal _signal = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly EventOptions _options = new() { PageSize = 3 };
    private readonly CancellationTokenSource _stopping = new();
    private readonly EventFeed _feed;

    public EventFeedTests()
    {
        var lifetime = Substitute.For<IHostApplicationLifetime>();
        lifetime.ApplicationStopping.Returns(_stopping.Token);
        _feed = new EventFeed(_store, _signal, lifetime, Options.Create(_options), _clock);
    }

    public void Dispose() => _stopping.Dispose();

    [Fact]
    public async Task ReadAsync_NoPlace_BeginsBehindTheNewestAndSaysWhere()
    {
        await AppendAsync(2);
        _store.Say(Line(7));
        await using var reading = Read(Request());

        Assert.Equal(new FeedItem(new FeedPosition(2, 7)), await NextAsync(reading));
        var next = reading.MoveNextAsync();
        await AppendAsync(1);
        _signal.Raise();

        Assert.Equal(3, (await ArriveAsync(reading, next)).Event?.Id);
    }

    [Fact]
    public async Task ReadAsync_APlace_BringsEverythingBehindItInOrder()
    {
        await AppendAsync(10);
        await using var reading = Read(Request(new FeedPosition(2, 0)));

        Assert.True((await NextAsync(reading)).IsHeartbeat);
        for (var id = 3; id <= 10; id++)
            Assert.Equal(new FeedPosition(id, 0), (await NextAsync(reading)).Position);
    }

    [Fact]
    public async Task ReadAsync_EventsAndLines_AreMergedByTimeAndPassedEachForItself()
    {
        _store.Say(Line(1, minutes: 1));
        await AppendAsync(1, minutes: 2);
        _store.Say(Line(2, minutes: 3));
        _store.Say(Line(3, minutes: 0));
        await AppendAsync(1, minutes: 4);
        await using var reading = Read(Request(default(FeedPosition)));
        await NextAsync(reading);

        var seen = new List<FeedPosition>();
        for (var count = 0; count < 5; count++)
            seen.Add((await NextAsync(reading)).Position);

        Assert.Equal([new(0, 1), new(1, 1), new(1, 2), new(1, 3), new FeedPosition(2, 3)], seen);
    }

    [Fact]
    public async Task ReadAsync_CommittedByAnotherProcess_IsFoundWithinTheInterval()
    {
        await using var reading = Read(Request());
        await NextAsync(reading);
        var next = reading.MoveNextAsync();
        await Eventually.TrueAsync(() => _clock.ArmedTimers > 0);
        await AppendAsync(1);

        _clock.Advance(_options.PollInterval);

        Assert.Equal(1, (await ArriveAsync(reading, next)).Event?.Id);
    }

    [Fact]
    public async Task ReadAsync_AllHiddenByTheFilter_HeartbeatMovesOnPastIt()
    {
        await AppendAsync(10);
        await using var reading = Read(Request(default(FeedPosition)) with { Filter = new EventFilter { BotName = "another" } });
        await NextAsync(reading);

        var heartbeat = await ArriveAsync(reading, reading.MoveNextAsync());

        Assert.Equal(new FeedItem(new FeedPosition(10, 0)), heartbeat);
        Assert.InRange(_clock.GetElapsedTime(0), Heartbeat, Heartbeat + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task ReadAsync_LastOfAPageHidden_IsPassedWithWhatWasShown()
    {
        await AppendAsync(1);
        await AppendAsync(2, bot: "another");
        await using var reading = Read(Request(default(FeedPosition)) with { Filter = new EventFilter { BotName = "bot" } });
        await NextAsync(reading);

        Assert.Equal(new FeedPosition(3, 0), (await NextAsync(reading)).Position);
    }

    [Fact]
    public async Task ReadAsync_ManySignals_LooksOnlyNowAndThen()
    {
        await using var reading = Read(Request());
        await NextAsync(reading);
        var next = reading.MoveNextAsync();
        await Eventually.TrueAsync(() => _store.Reads == 1);
        _signal.Raise();
        await Eventually.TrueAsync(() => _clock.ArmedTimers > 0);
        for (var count = 0; count < 1_000; count++)
            _signal.Raise();

        Assert.Equal(1, _store.Reads);
        await AppendAsync(1);
        Assert.Equal(1, (await ArriveAsync(reading, next)).Event?.Id);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task ReadAsync_PlaceBeforeAPurge_IsTooOldOnlyWhenSomethingIsMissing(long eventId, bool works)
    {
        await AppendAsync(5);
        await PurgeToAsync(3);

        await using var reading = Read(Request(new FeedPosition(eventId, 9)));

        if (works)
            Assert.Equal(new FeedPosition(eventId, 9), (await NextAsync(reading)).Position);
        else
            Assert.Equal(new FeedPosition(2, 0), (await TooOldAsync(reading)).Oldest);
    }

    [Fact]
    public async Task ReadAsync_EverythingPurged_GoesOnFromTheNewestAlone()
    {
        await AppendAsync(5);
        await PurgeToAsync(0);

        await using var atTheEnd = Read(Request(new FeedPosition(5, 0)));
        await using var before = Read(Request(new FeedPosition(4, 0)));

        Assert.Equal(5, (await NextAsync(atTheEnd)).Position.EventId);
        Assert.Equal(5, (await TooOldAsync(before)).Oldest.EventId);
    }

    [Fact]
    public async Task ReadAsync_PlaceBeyondTheNewest_IsTooOld()
    {
        await AppendAsync(5);

        await using var reading = Read(Request(new FeedPosition(6, 0)));

        Assert.Equal(0, (await TooOldAsync(reading)).Oldest.EventId);
    }

    [Fact]
    public async Task ReadAsync_PurgeOvertakesASlowReader_SaysSo()
    {
        await AppendAsync(10);
        await using var reading = Read(Request(default(FeedPosition)));
        await NextAsync(reading);
        for (var id = 1; id <= 3; id++)
            Assert.Equal(id, (await NextAsync(reading)).Event?.Id);

        await PurgeToAsync(5);

        Assert.Equal(5, (await TooOldAsync(reading)).Oldest.EventId);
    }

    [Fact]
    public async Task ReadAsync_LinesAlone_LooksAtNoEvent()
    {
        await AppendAsync(5);
        await PurgeToAsync(1);
        _store.Say(Line(1));
        await using var reading = Read(Request(default(FeedPosition)) with { IncludesEvents = false });
        await NextAsync(reading);

        Assert.Equal(new FeedPosition(0, 1), (await NextAsync(reading)).Position);
        Assert.Equal(0, _store.Reads);
    }

    [Fact]
    public async Task ReadAsync_MoreFeedsThanMayBe_IsRefusedUntilOneEnds()
    {
        _options.MaxFeeds = 1;
        await using var first = Read(Request());
        await NextAsync(first);

        await using (var second = Read(Request()))
            Assert.Equal(1, (await Assert.ThrowsAsync<FeedFullException>(() => NextAsync(second))).Limit);
        await first.DisposeAsync();

        await using var third = Read(Request());
        Assert.True((await NextAsync(third)).IsHeartbeat);
    }

    [Fact]
    public async Task ReadAsync_HostStops_EndsWithoutAnException()
    {
        await using var reading = Read(Request());
        await NextAsync(reading);
        var next = reading.MoveNextAsync();

        await _stopping.CancelAsync();

        Assert.False(await next.AsTask().DefaultTimeout());
    }

    [Fact]
    public async Task ReadAsync_TokenFiresInTheMiddleOfAPage_EndsWithoutAnException()
    {
        await AppendAsync(3);
        using var ending = new CancellationTokenSource();
        await using var reading = Read(Request(default(FeedPosition)), ending.Token);
        await NextAsync(reading);
        await NextAsync(reading);

        await ending.CancelAsync();

        Assert.False(await reading.MoveNextAsync().AsTask().DefaultTimeout());
    }

    [Fact]
    public async Task ReadAsync_StoreUnavailable_ThrowsIt()
    {
        await using var reading = Read(Request());
        await NextAsync(reading);
        _store.IsDown = true;

        await Assert.ThrowsAsync<StorageUnavailableException>(() => NextAsync(reading));
    }

    private static FeedRequest Request(FeedPosition? from = null) =>
        new(new EventFilter(), from, IncludesEvents: true, IncludesChat: true, Heartbeat);

    private static async Task<FeedItem> NextAsync(IAsyncEnumerator<FeedItem> reading)
    {
        Assert.True(await reading.MoveNextAsync().AsTask().DefaultTimeout());
        return reading.Current;
    }

    private static Task<FeedTooOldException> TooOldAsync(IAsyncEnumerator<FeedItem> reading) =>
        Assert.ThrowsAsync<FeedTooOldException>(() => NextAsync(reading));

    private static StoredChatLine Line(long id, int minutes = 0) => new(id, new ChatLogEntry
    {
        Room = new RoomKey("bot", "1"),
        RoomName = "방",
        Sender = "홍길동",
        UserHash = "hash",
        Message = "안녕",
        ServerTimestamp = DateTimeOffset.UnixEpoch.AddMinutes(minutes),
    });

    private IAsyncEnumerator<FeedItem> Read(FeedRequest request, CancellationToken cancellationToken = default) =>
        _feed.ReadAsync(request, cancellationToken).GetAsyncEnumerator(CancellationToken.None);

    /// <summary>Turns the clock until the item is there.</summary>
    private async Task<FeedItem> ArriveAsync(IAsyncEnumerator<FeedItem> reading, ValueTask<bool> next)
    {
        var arrived = next.AsTask();
        await Eventually.TrueAsync(() =>
        {
            if (!arrived.IsCompleted && _clock.ArmedTimers > 0)
                _clock.Advance(TimeSpan.FromMilliseconds(100));
            return arrived.IsCompleted;
        });
        Assert.True(await arrived);
        return reading.Current;
    }

    private Task AppendAsync(int count, int minutes = 0, string bot = "bot") => _store.AppendAsync(
        [
            .. Enumerable.Range(0, count).Select(_ => new ServerEvent
            {
                Kind = ServerEventKind.Presence,
                At = DateTimeOffset.UnixEpoch.AddMinutes(minutes),
                BotName = bot,
                DeviceId = "phone",
                IsOnline = true,
            }),
        ],
        CancellationToken.None);

    private Task PurgeToAsync(int kept) => _store.PurgeAsync(default, kept, int.MaxValue, CancellationToken.None);
}
