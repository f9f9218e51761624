using Domaeka.Core.Dispatch;
using Domaeka.Core.Rooms;
using Domaeka.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Tests.Dispatch;

public sealed class LaneDispatcherTests : IDisposable
{
    private readonly DispatchOptions _options = new();
    private readonly List<string> _released = [];
    private LaneDispatcher? _dispatcher;

    private LaneDispatcher Dispatcher => _dispatcher ??= new LaneDispatcher(Options.Create(_options), NullLogger<LaneDispatcher>.Instance);

    [Fact]
    public async Task EnqueueAsync_WorkOfOneRoom_RunsUpToTheRoomsLimit()
    {
        var works = await EnqueueAsync("bot", "room", 5);

        await Task.WhenAll(works.Take(3).Select(work => work.Started)).DefaultTimeout();
        Assert.Equal(3, Dispatcher.Running);
        Assert.Equal(2, Dispatcher.Waiting);

        works[1].End();
        await works[3].Started.DefaultTimeout();
        Assert.False(works[4].Started.IsCompleted);
    }

    [Fact]
    public async Task EnqueueAsync_RoomHasItsOwnLimit_ItHolds()
    {
        var works = await EnqueueAsync("bot", "room", 5, concurrency: 1);

        await works[0].Started.DefaultTimeout();
        Assert.Equal(1, Dispatcher.Running);
    }

    [Fact]
    public async Task ReleaseAsync_FinishedOutOfOrder_LeavesInOrder()
    {
        var works = await EnqueueAsync("bot", "room", 3);
        await Task.WhenAll(works.Select(work => work.Started)).DefaultTimeout();

        works[2].End();
        works[1].End();
        await Eventually.TrueAsync(() => Dispatcher.Running == 1);
        Assert.Empty(_released);
        works[0].End();
        await Task.WhenAll(works.Select(work => work.Released)).DefaultTimeout();

        Assert.Equal(["room-0", "room-1", "room-2"], _released);
    }

    [Fact]
    public async Task EnqueueAsync_SlowRoom_DoesNotStallAnother()
    {
        var slow = await EnqueueAsync("bot", "slow", 100);
        await slow[0].Started.DefaultTimeout();

        var quick = await EnqueueAsync("bot", "quick", 1);
        await quick[0].Started.DefaultTimeout();
        quick[0].End();

        await quick[0].Released.DefaultTimeout();
    }

    [Fact]
    public async Task EnqueueAsync_ManyRoomsOfOneBot_RunUpToTheBotsLimitAndLeaveRoomForOtherBots()
    {
        for (var room = 0; room < 40; room++)
            await EnqueueAsync("greedy", $"r{room}", 1);
        Assert.Equal(30, Dispatcher.Running);

        var other = await EnqueueAsync("other", "room", 1);
        await other[0].Started.DefaultTimeout();
        Assert.Equal(31, Dispatcher.Running);

        var third = await EnqueueAsync("third", "room", 1);
        Assert.False(third[0].Started.IsCompleted);
        other[0].End();
        await third[0].Started.DefaultTimeout();
    }

    [Fact]
    public async Task EnqueueAsync_ServerIsFull_WaitsForARelease()
    {
        _options.QueueCapacity = _options.RoomQueueCapacity = 2;
        var works = await EnqueueAsync("bot", "room", 2);
        var waiting = new TestWork("bot", "room", "room-2", null, _released);

        var enqueue = Dispatcher.EnqueueAsync(waiting, CancellationToken.None);
        Assert.False(enqueue.IsCompleted);
        works[0].End();

        await enqueue.DefaultTimeout();
        await waiting.Started.DefaultTimeout();
    }

    [Fact]
    public async Task EnqueueAsync_OneRoomIsFull_OthersStillEnter()
    {
        _options.RoomQueueCapacity = 2;
        var full = await EnqueueAsync("bot", "full", 2);
        var waiting = new TestWork("bot", "full", "full-2", null, _released);
        var enqueue = Dispatcher.EnqueueAsync(waiting, CancellationToken.None);

        var other = await EnqueueAsync("bot", "other", 1);
        await other[0].Started.DefaultTimeout();
        Assert.False(enqueue.IsCompleted);

        full[0].End();
        await enqueue.DefaultTimeout();
    }

    [Fact]
    public async Task EnqueueAsync_CancelledWhileWaiting_LeavesNothingBehind()
    {
        _options.RoomQueueCapacity = 1;
        var works = await EnqueueAsync("bot", "room", 1);
        using var cancelled = new CancellationTokenSource();
        var abandoned = new TestWork("bot", "room", "room-1", null, _released);
        var enqueue = Dispatcher.EnqueueAsync(abandoned, cancelled.Token);

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => enqueue.DefaultTimeout());
        works[0].End();
        await works[0].Released.DefaultTimeout();
        await Dispatcher.WhenIdleAsync(CancellationToken.None).DefaultTimeout();

        Assert.False(abandoned.Started.IsCompleted);
    }

    [Fact]
    public async Task RunAsync_WorkThrows_LaneGoesOn()
    {
        var bad = new TestWork("bot", "room", "room-0", 1, _released) { Throws = true };
        await Dispatcher.EnqueueAsync(bad, CancellationToken.None);
        var next = (await EnqueueAsync("bot", "room", 1, concurrency: 1))[0];
        bad.End();

        await next.Started.DefaultTimeout();
        next.End();
        await next.Released.DefaultTimeout();
    }

    [Fact]
    public async Task StopAsync_WorkRuns_WaitsAndThenCancels()
    {
        var works = await EnqueueAsync("bot", "room", 1);
        await works[0].Started.DefaultTimeout();
        using var impatient = new CancellationTokenSource();

        var stop = Dispatcher.StopAsync(impatient.Token);
        Assert.False(stop.IsCompleted);
        await impatient.CancelAsync();
        await stop.DefaultTimeout();

        await works[0].Cancelled.DefaultTimeout();
    }

    [Fact]
    public async Task EnqueueAsync_ManyRoomsAndWorks_AllAreReleasedInOrderAndNothingStays()
    {
        _options.QueueCapacity = 50;
        _options.RoomQueueCapacity = 10;
        var producers = Enumerable.Range(0, 20).Select(room => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                var work = new TestWork($"bot{room % 3}", $"room{room}", $"room{room}-{i}", 1 + (i % 4), _released);
                work.End();
                await Dispatcher.EnqueueAsync(work, CancellationToken.None);
            }
        }));
        await Task.WhenAll(producers).DefaultTimeout();
        await Dispatcher.WhenIdleAsync(CancellationToken.None).DefaultTimeout();

        Assert.Equal(0, Dispatcher.Running);
        Assert.Equal(0, Dispatcher.Waiting);
        foreach (var room in _released.GroupBy(name => name.Split('-')[0]))
            Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{room.Key}-{i}"), room);
    }

    public void Dispose() => _dispatcher?.Dispose();

    private async Task<TestWork[]> EnqueueAsync(string bot, string room, int count, int? concurrency = null)
    {
        var works = Enumerable.Range(0, count).Select(i => new TestWork(bot, room, $"{room}-{i}", concurrency, _released)).ToArray();
        foreach (var work in works)
            await Dispatcher.EnqueueAsync(work, CancellationToken.None);
        return works;
    }

    private sealed class TestWork(string bot, string room, string name, int? concurrency, List<string> released)
        : LaneWork(new RoomKey(bot, room), concurrency)
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Started => _started.Task;

        public Task Released => _released.Task;

        public Task Cancelled => _cancelled.Task;

        public bool Throws { get; init; }

        public void End() => _finish.TrySetResult();

        public override async ValueTask ExecuteAsync(CancellationToken stoppingToken)
        {
            _started.TrySetResult();
            await using var registration = stoppingToken.Register(() => _cancelled.TrySetResult());
            await _finish.Task;
            if (Throws)
                throw new InvalidOperationException("as told");
        }

        public override ValueTask ReleaseAsync(CancellationToken stoppingToken)
        {
            lock (released)
                released.Add(name);
            _released.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
