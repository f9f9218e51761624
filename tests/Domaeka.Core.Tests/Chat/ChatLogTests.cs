using Domaeka.Core.Chat;
using Domaeka.Core.Events;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Tests.Chat;

public sealed class ChatLogTests : IAsyncDisposable
{
    private readonly ControlledChatLogStore _store = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly ChatLogOptions _options = new();
    private readonly ChatLog _log;

    public ChatLogTests() =>
        _log = new ChatLog(_store, new EventSignal(), new StorageState(), Options.Create(_options), _clock, NullLogger<ChatLog>.Instance);

    [Fact]
    public async Task AppendAsync_OneEntry_IsCommittedWithoutWaitingForOthers()
    {
        await _log.StartAsync(CancellationToken.None);

        var ticket = await _log.AppendAsync(Entry("1"), CancellationToken.None);

        Assert.True(await ticket.WhenCommittedAsync().DefaultTimeout());
        Assert.Equal("1", Assert.Single(_store.Stored).LogId);
    }

    [Fact]
    public async Task AppendAsync_WhileACommitRuns_EntriesShareTheNextOne()
    {
        _store.Hold();
        await _log.StartAsync(CancellationToken.None);
        var called = _store.NextCall;
        var first = await _log.AppendAsync(Entry("1"), CancellationToken.None);
        await called.DefaultTimeout();

        var rest = new List<ChatLogTicket>();
        for (var i = 2; i <= 10; i++)
            rest.Add(await _log.AppendAsync(Entry($"{i}"), CancellationToken.None));
        Assert.False(first.WhenCommittedAsync().IsCompleted);
        _store.LetGo();

        foreach (var ticket in rest)
            Assert.True(await ticket.WhenCommittedAsync().DefaultTimeout());
        Assert.Equal([1, 9], _store.BatchSizes);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => $"{i}"), _store.Stored.Select(entry => entry.LogId));
        Assert.Equal(0, _log.Backlog);
    }

    [Fact]
    public async Task AppendAsync_TooManyPending_WaitsForTheCommit()
    {
        _options.MaxPendingEntries = 2;
        _store.Hold();
        await _log.StartAsync(CancellationToken.None);
        await _log.AppendAsync(Entry("1"), CancellationToken.None);
        await _log.AppendAsync(Entry("2"), CancellationToken.None);

        var third = _log.AppendAsync(Entry("3"), CancellationToken.None);
        Assert.False(third.IsCompleted);
        _store.LetGo();

        Assert.True(await (await third.DefaultTimeout()).WhenCommittedAsync().DefaultTimeout());
        Assert.Equal(3, _store.Stored.Count);
    }

    [Fact]
    public async Task AppendAsync_DatabaseDown_RetriesUntilItIsBack()
    {
        _store.IsDown = true;
        await _log.StartAsync(CancellationToken.None);
        var called = _store.NextCall;
        var ticket = await _log.AppendAsync(Entry("1"), CancellationToken.None);
        await called.DefaultTimeout();
        await Eventually.TrueAsync(() => _clock.ArmedTimers > 0);
        Assert.False(ticket.WhenCommittedAsync().IsCompleted);

        _store.IsDown = false;
        _clock.Advance(_options.MaxRetryDelay);

        Assert.True(await ticket.WhenCommittedAsync().DefaultTimeout());
    }

    [Fact]
    public async Task AppendAsync_OneEntryRefused_TheOthersAreStored()
    {
        _store.Hold();
        _store.Rejects = entry => entry.LogId == "bad";
        await _log.StartAsync(CancellationToken.None);
        await _log.AppendAsync(Entry("0"), CancellationToken.None);
        var before = await _log.AppendAsync(Entry("1"), CancellationToken.None);
        var bad = await _log.AppendAsync(Entry("bad"), CancellationToken.None);
        var after = await _log.AppendAsync(Entry("2"), CancellationToken.None);
        _store.LetGo();

        Assert.True(await before.WhenCommittedAsync().DefaultTimeout());
        Assert.False(await bad.WhenCommittedAsync().DefaultTimeout());
        Assert.True(await after.WhenCommittedAsync().DefaultTimeout());
        Assert.Equal(["0", "1", "2"], _store.Stored.Select(entry => entry.LogId));
    }

    [Fact]
    public async Task StopAsync_EntriesWait_AreWrittenFirst()
    {
        _store.Hold();
        await _log.StartAsync(CancellationToken.None);
        for (var i = 0; i < 5; i++)
            await _log.AppendAsync(Entry($"{i}"), CancellationToken.None);

        var stop = _log.StopAsync(CancellationToken.None);
        Assert.False(stop.IsCompleted);
        _store.LetGo();
        await stop.DefaultTimeout();

        Assert.Equal(5, _store.Stored.Count);
    }

    [Fact]
    public async Task StopAsync_DatabaseStaysDown_TicketsEndWithoutACommit()
    {
        _store.IsDown = true;
        await _log.StartAsync(CancellationToken.None);
        var ticket = await _log.AppendAsync(Entry("1"), CancellationToken.None);
        using var impatient = new CancellationTokenSource();

        var stop = _log.StopAsync(impatient.Token);
        await impatient.CancelAsync();
        await stop.DefaultTimeout();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ticket.WhenCommittedAsync().DefaultTimeout());
        Assert.Empty(_store.Stored);
    }

    public async ValueTask DisposeAsync()
    {
        _store.LetGo();
        using var impatient = new CancellationTokenSource(TimeSpan.Zero);
        await _log.StopAsync(impatient.Token);
        _log.Dispose();
    }

    private static ChatLogEntry Entry(string logId) => new()
    {
        Room = new RoomKey("bot", "1"),
        RoomName = "방",
        Sender = "홍길동",
        UserHash = "hash",
        Message = "안녕",
        LogId = logId,
        ServerTimestamp = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero),
    };
}
