using Domaeka.Adapters.Tcp.Outbound;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Delivery;
using Domaeka.Core.Rooms;
using Domaeka.Protocol.Messages;

namespace Domaeka.Adapters.Tcp.Tests.Outbound;

public sealed class OutboundPriorityTests
{
    private static readonly RoomKey Room = new("testbot", "1");

    [Theory]
    [InlineData(DeliveryPriority.System, "High")]
    [InlineData(DeliveryPriority.Reply, "High")]
    [InlineData(DeliveryPriority.Notice, "Normal")]
    [InlineData(DeliveryPriority.Bulk, "Low")]
    public void Priority_OfDelivery_IsThatOfItsMessage(DeliveryPriority priority, string expected) =>
        Assert.Equal(expected, OutboundItem.For(Deliveries.Text(priority, "공지")).Priority.ToString());

    [Fact]
    public void Priority_OfKind_RepliesAreHighAndNoticesNormal()
    {
        Assert.Equal(OutboundPriority.High, OutboundItem.For(Deliveries.Text("답")).Priority);
        Assert.Equal(OutboundPriority.Normal, OutboundItem.For(Deliveries.Notice("공지")).Priority);
        Assert.Equal(OutboundPriority.Critical, OutboundItem.For(new PingLine("testbot", "token")).Priority);
    }

    [Fact]
    public void TryTake_EverythingWaits_HigherGoesFirstAndEachInOrder()
    {
        var queue = new OutboundQueue(10, long.MaxValue);
        string[] texts = ["홍보 1", "공지 1", "답 1", "홍보 2", "공지 2", "답 2"];
        foreach (var text in texts)
            Assert.True(queue.TryAdd(Item(text)));
        Assert.True(queue.TryAdd(OutboundItem.For(new PingLine("testbot", "token"))));

        Assert.Equal(["ping", "답 1", "답 2", "공지 1", "공지 2", "홍보 1", "홍보 2"], TakeAll(queue));
    }

    [Fact]
    public void TryAddLast_OthersComeLater_GoesBehindThem()
    {
        var queue = new OutboundQueue(10, long.MaxValue);
        Assert.True(queue.TryAddLast(OutboundItem.For(new PingLine("testbot", "token"))));
        Assert.True(queue.TryAdd(Item("홍보")));
        Assert.True(queue.TryAdd(Item("답")));

        Assert.Equal(["답", "홍보", "ping"], TakeAll(queue));
    }

    [Fact]
    public async Task AddAsync_NoticesFillTheirLane_AnswersStillGoIn()
    {
        var queue = new OutboundQueue(2, long.MaxValue);
        Assert.True(queue.TryAdd(Item("공지 1")));
        Assert.True(queue.TryAdd(Item("공지 2")));
        var third = queue.AddAsync(Item("공지 3"), default).AsTask();
        Assert.False(third.IsCompleted);

        Assert.True(queue.TryAdd(Item("답 1")));
        Assert.True(queue.TryAdd(Item("답 2")));
        Assert.False(queue.TryAdd(Item("답 3")));

        Assert.Equal(["답 1", "답 2", "공지 1", "공지 2", "공지 3"], TakeAll(queue));
        Assert.True(await third.DefaultTimeout());
    }

    [Fact]
    public void TryAdd_NoticesFillTheBytes_AQuarterIsForAnswers()
    {
        // A text of 1,000 characters counts as some 7,000 bytes.
        var queue = new OutboundQueue(1_000, 100_000);
        var notices = 0;
        while (queue.TryAdd(OutboundItem.For(Deliveries.Text(DeliveryPriority.Notice, new string('가', 1_000)))))
            notices++;
        Assert.InRange(notices, 8, 11);

        Assert.True(queue.TryAdd(OutboundItem.For(Deliveries.Text(new string('가', 1_000)))));
        Assert.True(queue.TryAdd(OutboundItem.For(Deliveries.Text(new string('가', 1_000)))));
        Assert.True(queue.TryAdd(OutboundItem.For(Deliveries.Text(DeliveryPriority.Bulk, new string('가', 1_000)))));
        Assert.False(queue.TryAdd(OutboundItem.For(Deliveries.Text(DeliveryPriority.Bulk, "가"))));
    }

    [Theory]
    [InlineData(DeliveryPriority.Bulk, DeliveryPriority.Notice)]
    [InlineData(DeliveryPriority.Bulk, DeliveryPriority.System)]
    [InlineData(DeliveryPriority.Notice, DeliveryPriority.System)]
    [InlineData(DeliveryPriority.Notice, DeliveryPriority.Bulk)]
    public void TryAdd_RoomsOrderIsDecided_StandsBehindWhatTheRoomHasWaiting(DeliveryPriority first, DeliveryPriority second)
    {
        var queue = new OutboundQueue(100, long.MaxValue);
        Assert.True(queue.TryAdd(OutboundItem.For(Deliveries.Text(first, "first", Room))));
        for (var i = 0; i < 20; i++)
            Assert.True(queue.TryAdd(OutboundItem.For(Deliveries.Text(DeliveryPriority.Notice, $"{i}", new RoomKey("testbot", $"other {i}")))));
        Assert.True(queue.TryAdd(OutboundItem.For(Deliveries.Text(second, "second", Room))));

        Assert.Equal(["first", "second"], TakeAll(queue).Where(text => text is "first" or "second"));
    }

    [Fact]
    public async Task AddAsync_RoomsOrderIsDecidedAndAnEarlierOneWaitsForRoom_StandsBehindIt()
    {
        var queue = new OutboundQueue(1, long.MaxValue);
        Assert.True(queue.TryAdd(Item("홍보")));
        var first = queue.AddAsync(OutboundItem.For(Deliveries.Text(DeliveryPriority.Bulk, "first", Room)), default).AsTask();
        var second = queue.AddAsync(OutboundItem.For(Deliveries.Text(DeliveryPriority.System, "second", Room)), default).AsTask();

        Assert.Equal(["홍보", "first", "second"], TakeAll(queue));
        Assert.True(await first.DefaultTimeout());
        Assert.True(await second.DefaultTimeout());
    }

    [Fact]
    public void TryAdd_RoomHasNothingWaitingAnyMore_GoesByItsOwnPriority()
    {
        var queue = new OutboundQueue(10, long.MaxValue);
        Assert.True(queue.TryAdd(OutboundItem.For(Deliveries.Text(DeliveryPriority.Bulk, "first", Room))));
        Assert.Equal(["first"], TakeAll(queue));
        Assert.True(queue.TryAdd(Item("공지")));
        Assert.True(queue.TryAdd(OutboundItem.For(Deliveries.Text(DeliveryPriority.System, "second", Room))));

        Assert.Equal(["second", "공지"], TakeAll(queue));
    }

    private static OutboundItem Item(string text) => OutboundItem.For(Deliveries.Text(
        text.StartsWith("답", StringComparison.Ordinal) ? DeliveryPriority.Reply
            : text.StartsWith("공지", StringComparison.Ordinal) ? DeliveryPriority.Notice
            : DeliveryPriority.Bulk,
        text));

    private static List<string> TakeAll(OutboundQueue queue)
    {
        var texts = new List<string>();
        while (queue.TryTake(out var item))
            texts.Add(item.Delivery is { } delivery ? ((TextContent)delivery.Message.Content).Text : "ping");
        return texts;
    }
}
