using Domaeka.Adapters.Tcp.Outbound;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Protocol.Messages;

namespace Domaeka.Adapters.Tcp.Tests.Outbound;

public sealed class OutboundQueueTests
{
    private static readonly PingLine Control = new("testbot", "token");

    [Fact]
    public async Task WaitToTakeAsync_ItemComes_Completes()
    {
        var queue = new OutboundQueue(10, long.MaxValue);
        var waiting = queue.WaitToTakeAsync();
        Assert.False(waiting.IsCompleted);

        Assert.True(queue.TryAdd(Item("a")));

        Assert.True(await waiting);
        Assert.Equal("a", Take(queue));
    }

    [Fact]
    public async Task AddAsync_QueueFull_WaitsInOrder()
    {
        var queue = new OutboundQueue(2, long.MaxValue);
        Assert.True(queue.TryAdd(Item("1")));
        Assert.True(await queue.AddAsync(Item("2"), default));

        var third = queue.AddAsync(Item("3"), default).AsTask();
        var fourth = queue.AddAsync(Item("4"), default).AsTask();
        Assert.False(third.IsCompleted);
        Assert.False(queue.TryAdd(Item("pushed in")));

        Assert.Equal("1", Take(queue));
        Assert.True(await third.DefaultTimeout());
        Assert.False(fourth.IsCompleted);
        Assert.Equal("2", Take(queue));
        Assert.True(await fourth.DefaultTimeout());
        Assert.Equal("3", Take(queue));
        Assert.Equal("4", Take(queue));
    }

    [Fact]
    public void TryAdd_SomebodyWaitsAlready_DoesNotPassHim()
    {
        var queue = new OutboundQueue(10, 20_000);
        Assert.True(queue.TryAdd(Item(new string('x', 2_000))));
        var large = queue.AddAsync(Item(new string('y', 3_000)), default);

        Assert.False(large.IsCompleted);
        Assert.False(queue.TryAdd(Item("small enough")));
    }

    [Fact]
    public async Task AddAsync_LargerThanAllRoom_WaitsUntilTheQueueIsEmpty()
    {
        var queue = new OutboundQueue(10, 5_000);
        Assert.True(queue.TryAdd(Item("small")));
        var large = queue.AddAsync(Item(new string('x', 60_000)), default).AsTask();
        Assert.False(large.IsCompleted);

        Assert.Equal("small", Take(queue));

        Assert.True(await large.DefaultTimeout());
    }

    [Fact]
    public async Task AddAsync_CancelledWhileWaiting_TakesNothingAndLetsOthersThrough()
    {
        var queue = new OutboundQueue(1, long.MaxValue);
        Assert.True(queue.TryAdd(Item("1")));
        using var cancel = new CancellationTokenSource();
        var second = queue.AddAsync(Item("2"), cancel.Token).AsTask();
        var third = queue.AddAsync(Item("3"), default).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal("1", Take(queue));
        Assert.True(await third.DefaultTimeout());
        Assert.Equal("3", Take(queue));
    }

    [Fact]
    public async Task Complete_WithLastLine_TurnsWaitersAwayAndKeepsWhatWaits()
    {
        var queue = new OutboundQueue(1, long.MaxValue);
        Assert.True(queue.TryAdd(Item("1")));
        var waiting = queue.AddAsync(Item("2"), default).AsTask();

        Assert.True(queue.Complete(OutboundItem.For(Control)));

        Assert.False(await waiting.DefaultTimeout());
        Assert.False(queue.Complete());
        Assert.False(queue.TryAdd(Item("3")));
        Assert.False(await queue.AddAsync(Item("4"), default));
        Assert.True(await queue.WaitToTakeAsync());
        Assert.Equal("1", Take(queue));
        Assert.True(queue.TryTake(out var last));
        Assert.Same(Control, last.Control);
        Assert.False(await queue.WaitToTakeAsync());
    }

    [Fact]
    public async Task Complete_ReaderWaits_TellsItThatNothingComes()
    {
        var queue = new OutboundQueue(1, long.MaxValue);
        var waiting = queue.WaitToTakeAsync();

        queue.Complete();

        Assert.False(await waiting);
    }

    [Fact]
    public void TryAdd_ControlLinesWhenEverythingElseIsFull_HaveABoundOfTheirOwnAndGoFirst()
    {
        var queue = new OutboundQueue(1, 1);
        Assert.True(queue.TryAdd(Item("1")));

        var taken = 0;
        while (queue.TryAdd(OutboundItem.For(Control)))
            taken++;

        Assert.Equal(32, taken);
        Assert.True(queue.TryTake(out var first));
        Assert.Same(Control, first.Control);
    }

    [Fact]
    public async Task AddAsync_TooManyControlLines_WaitsForItsTurn()
    {
        var queue = new OutboundQueue(1, long.MaxValue);
        while (queue.TryAdd(OutboundItem.For(Control)))
        {
        }

        var waiting = queue.AddAsync(OutboundItem.For(Control), default).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.True(queue.TryTake(out _));
        Assert.True(await waiting.DefaultTimeout());
    }

    [Fact]
    public async Task AddAsync_ManyWritersAndSmallQueue_KeepsEachWritersOrder()
    {
        const int Writers = 8;
        const int Each = 500;
        var queue = new OutboundQueue(3, long.MaxValue);
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
                Assert.True(await queue.AddAsync(Item($"{writer}:{i}"), default));
        })).ToArray();

        var next = new int[Writers];
        for (var taken = 0; taken < Writers * Each;)
        {
            Assert.True(await queue.WaitToTakeAsync().DefaultTimeout());
            while (queue.TryTake(out var item))
            {
                var parts = TextOf(item).Split(':');
                Assert.Equal(next[int.Parse(parts[0])]++, int.Parse(parts[1]));
                taken++;
            }
        }

        await Task.WhenAll(writers).DefaultTimeout();
    }

    [Fact]
    public async Task Nudge_ReaderWaits_WakesItWithNothingToTake()
    {
        var queue = new OutboundQueue(10, long.MaxValue);
        var waiting = queue.WaitToTakeAsync();

        queue.Nudge();

        Assert.True(await waiting);
        Assert.False(queue.TryTake(out _));
        Assert.False(queue.WaitToTakeAsync().IsCompleted);
    }

    [Fact]
    public void Nudge_BeforeTheReaderWaits_IsNotForgottenAndComesOnce()
    {
        var queue = new OutboundQueue(10, long.MaxValue);

        queue.Nudge();
        queue.Nudge();

        Assert.True(queue.WaitToTakeAsync().IsCompletedSuccessfully);
        Assert.False(queue.WaitToTakeAsync().IsCompleted);
    }

    [Fact]
    public async Task WaitToTakeAsync_ReaderIsFull_OnlyANudgeOrTheEndWakesIt()
    {
        var queue = new OutboundQueue(10, long.MaxValue);
        Assert.True(queue.TryAdd(Item("a")));
        var waiting = queue.WaitToTakeAsync(onlyCritical: true);
        Assert.True(queue.TryAdd(Item("b")));
        Assert.False(waiting.IsCompleted);
        queue.Nudge();
        Assert.True(await waiting);

        waiting = queue.WaitToTakeAsync(onlyCritical: true);
        Assert.False(waiting.IsCompleted);
        queue.Complete();
        Assert.True(await waiting);
        Assert.Equal("a", Take(queue));
        Assert.Equal("b", Take(queue));
        Assert.False(await queue.WaitToTakeAsync(onlyCritical: true));
    }

    [Fact]
    public async Task WaitToTakeAsync_ReaderTakesCriticalOnly_IsWokenByItAndGetsNothingElse()
    {
        var queue = new OutboundQueue(10, long.MaxValue);
        Assert.True(queue.TryAdd(Item("a")));
        Assert.True(queue.TryAddLast(OutboundItem.For(Control)));
        var waiting = queue.WaitToTakeAsync(onlyCritical: true);
        Assert.False(waiting.IsCompleted);

        Assert.True(queue.TryAdd(OutboundItem.For(Control)));

        Assert.True(await waiting);
        Assert.True(queue.TryTake(out var item, onlyCritical: true));
        Assert.Same(Control, item.Control);
        Assert.False(queue.TryTake(out _, onlyCritical: true));
        Assert.False(queue.WaitToTakeAsync(onlyCritical: true).IsCompleted);
    }

    private static OutboundItem Item(string text) => OutboundItem.For(Deliveries.Text(text));

    private static string Take(OutboundQueue queue)
    {
        Assert.True(queue.TryTake(out var item));
        return TextOf(item);
    }

    private static string TextOf(OutboundItem item) =>
        Assert.IsType<Core.Delivery.TextContent>(item.Delivery!.Message.Content).Text;
}
