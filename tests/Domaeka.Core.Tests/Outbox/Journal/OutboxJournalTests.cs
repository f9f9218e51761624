using Domaeka.Core.Delivery;
using Domaeka.Core.Events;
using Domaeka.Core.Leases;
using Domaeka.Core.Outbox;
using Domaeka.Core.Outbox.Journal;
using Domaeka.Core.Outbox.Lanes;
using Domaeka.Core.Storage;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Tests.Outbox.Journal;

/// <summary>Which changes share a transaction, and which wait for company.</summary>
public sealed class OutboxJournalTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly FakeTimeProvider _clock = new();
    private readonly InMemoryOutboxStore _store = new();
    private readonly OutboxJournal _journal;

    public OutboxJournalTests() => _journal = new OutboxJournal(
        _store,
        new InstanceLease(Options.Create(new LeaseOptions()), _clock),
        new LaneRequests(),
        new EventSignal(),
        new StorageState(),
        Options.Create(new DeliveryOptions { ProgressInterval = Interval }),
        _clock,
        NullLogger<OutboxJournal>.Instance);

    public async Task InitializeAsync()
    {
        _journal.Open(await _store.Leases.StartAsync("test", TimeSpan.FromSeconds(10), CancellationToken.None));
        await _journal.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _journal.StopAsync(CancellationToken.None).DefaultTimeout();
        _journal.Dispose();
    }

    [Fact]
    public async Task Submit_NewsSoonBehindATransaction_GoesAlongWithTheNextUrgentChange()
    {
        await InsertAsync("m1");
        var news = SubmitNews(DeliveryState.Written);
        Assert.False(news.IsCompleted);

        await InsertAsync("m2");

        await news.DefaultTimeout();
        Assert.Equal([1, 2], _store.BatchSizes);
    }

    [Fact]
    public async Task Submit_NewsAlone_IsStoredWhenTheIntervalIsOver()
    {
        await InsertAsync("m1");
        var written = SubmitNews(DeliveryState.Written);
        var confirmed = SubmitNews(DeliveryState.Confirmed);

        _clock.Advance(Interval);

        await Task.WhenAll(written, confirmed).DefaultTimeout();
        Assert.Equal([1, 2], _store.BatchSizes);
        Assert.Equal(DeliveryState.Confirmed, _store.Row("m1").Progress.State);
    }

    [Fact]
    public async Task Submit_NewsLongBehindTheLastTransaction_IsStoredAtOnce()
    {
        await InsertAsync("m1");
        _clock.Advance(Interval);

        await SubmitNews(DeliveryState.Written).DefaultTimeout();

        Assert.Equal(DeliveryState.Written, _store.Row("m1").Progress.State);
    }

    [Fact]
    public async Task StopAsync_NewsWaits_IsStoredFirst()
    {
        await InsertAsync("m1");
        var news = SubmitNews(DeliveryState.Written);

        await _journal.StopAsync(CancellationToken.None).DefaultTimeout();

        await news.DefaultTimeout();
        Assert.Equal(DeliveryState.Written, _store.Row("m1").Progress.State);
    }

    private Task InsertAsync(string id)
    {
        var header = new OutboxHeader { Id = id, Room = CoreFixture.RoomKey, Kind = OutboundKind.Notice, PartCount = 1, CreatedAt = _clock.GetUtcNow() };
        return SubmitAsync(new OutboxInsert(new OutboxMessage(header, [new MessagePart(new TextContent("공지"))])), isUrgent: true).DefaultTimeout();
    }

    private Task SubmitNews(DeliveryState state) => SubmitAsync(
        new OutboxUpdate(1, new DeliveryProgress { State = state }) { At = _clock.GetUtcNow(), IsNews = true },
        isUrgent: false);

    private Task SubmitAsync(OutboxWrite write, bool isUrgent)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _journal.Submit(
            write,
            (_, exception) =>
            {
                if (exception is null)
                    done.SetResult();
                else
                    done.SetException(exception);
            },
            isUrgent);
        return done.Task;
    }
}
