using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Delivery;

public sealed class MessageSenderTests
{
    private static readonly SendRequest Notice = new(CoreFixture.RoomKey, new TextContent("오늘 7시 공구 시작합니다"));

    [Fact]
    public async Task SendAsync_PhoneIsLive_IsWrittenAndLogged()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();

        var result = await core.Get<IMessageSender>().SendAsync(Notice, CancellationToken.None);

        Assert.Equal(SendFailure.None, result.Failure);
        Assert.Equal(DeliveryState.Written, result.Message!.State);
        Assert.Equal(CoreFixture.Phone, result.Message.Device);
        var delivery = await connection.NextDeliveryAsync();
        Assert.Equal(CoreFixture.RoomName, delivery.Message.RoomName);
        await core.StopAsync();
        var entry = Assert.Single(core.ChatLog.Stored);
        Assert.True(entry.IsOurBotResponse);
        Assert.Equal(ChatMessageType.Notice, entry.MessageType);
    }

    [Fact]
    public async Task SendAsync_UnknownRoom_IsNotFound()
    {
        await using var core = await CoreFixture.StartAsync();

        Assert.Equal(SendFailure.RoomNotFound, (await core.Get<IMessageSender>().SendAsync(Notice, CancellationToken.None)).Failure);
    }

    [Theory]
    [InlineData(ApprovalStatus.Pending, ApprovalStatus.Approved, SendFailure.RoomNotApproved)]
    [InlineData(ApprovalStatus.Approved, ApprovalStatus.Pending, SendFailure.DeviceNotApproved)]
    [InlineData(ApprovalStatus.Approved, ApprovalStatus.Unknown, SendFailure.DeviceNotApproved)]
    [InlineData(ApprovalStatus.Unknown, ApprovalStatus.Approved, SendFailure.RoomNotApproved)]
    [InlineData(ApprovalStatus.Approved, ApprovalStatus.Approved, SendFailure.DeviceOffline)]
    public async Task SendAsync_CannotReachTheRoom_SaysWhy(ApprovalStatus room, ApprovalStatus device, SendFailure expected)
    {
        await using var core = await CoreFixture.StartAsync(prepare: fixture =>
        {
            fixture.Devices.Rows[CoreFixture.Phone] = new Device { Key = CoreFixture.Phone, Status = device };
            fixture.Rooms.Rows[CoreFixture.RoomKey] = new Room { Key = CoreFixture.RoomKey, Name = CoreFixture.RoomName, Status = room };
        });

        Assert.Equal(expected, (await core.Get<IMessageSender>().SendAsync(Notice, CancellationToken.None)).Failure);
    }

    [Fact]
    public async Task SendAsync_TwoRoomsOfOneName_IsNotMisrouted()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();
        var other = CoreFixture.RoomKey with { ChannelId = "2" };
        await core.Get<IRoomDirectory>().RegisterAsync(other, CoreFixture.RoomName, CoreFixture.Phone, CancellationToken.None);
        await core.Get<IRoomDirectory>().UpdateAsync(other, new RoomUpdate { Status = ApprovalStatus.Approved }, CancellationToken.None);

        var result = await core.Get<IMessageSender>().SendAsync(Notice, CancellationToken.None);

        Assert.Equal(SendFailure.RoomNameAmbiguous, result.Failure);
        Assert.False(connection.HasDelivery);
    }

    [Fact]
    public async Task SendAsync_QueueFull_SaysSo()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        core.Connect().IsFull = true;

        Assert.Equal(SendFailure.OutboundQueueFull, (await core.Get<IMessageSender>().SendAsync(Notice, CancellationToken.None)).Failure);
    }

    [Fact]
    public async Task SendAsync_ConnectionIsClosing_CountsAsOffline()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        core.Connect().Close(CloseReason.Requested);

        Assert.Equal(SendFailure.DeviceOffline, (await core.Get<IMessageSender>().SendAsync(Notice, CancellationToken.None)).Failure);
    }

    [Theory]
    [InlineData(false, DeliveryState.Failed)]
    [InlineData(true, DeliveryState.Uncertain)]
    public async Task SendAsync_LinkIsLost_ClaimsNoMoreThanIsKnown(bool begun, DeliveryState expected)
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect(writesAtOnce: false);
        var send = core.Get<IMessageSender>().SendAsync(Notice, CancellationToken.None);
        var delivery = await connection.NextDeliveryAsync();
        if (begun)
            Assert.True(delivery.TryBegin());

        delivery.OnLost(begun);

        var result = await send.DefaultTimeout();
        Assert.Equal(expected, result.Message!.State);
        Assert.Null(result.Message.WrittenAt);
    }

    [Fact]
    public async Task SendAsync_CallerGivesUpWhileItWaits_IsWithdrawn()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect(writesAtOnce: false);
        using var caller = new CancellationTokenSource();
        var send = core.Get<IMessageSender>().SendAsync(Notice, caller.Token);
        var delivery = await connection.NextDeliveryAsync();

        await caller.CancelAsync();

        Assert.Equal(SendFailure.Withdrawn, (await send.DefaultTimeout()).Failure);
        Assert.False(delivery.TryBegin());
    }

    [Fact]
    public async Task SendAsync_SameRequestId_GivesTheFirstAnswerAndSendsOnce()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();
        var request = Notice with { RequestId = "r1" };

        var first = await core.Get<IMessageSender>().SendAsync(request, CancellationToken.None);
        var second = await core.Get<IMessageSender>().SendAsync(request with { Content = new TextContent("오늘 7시 공구 시작합니다") }, CancellationToken.None);

        Assert.Equal(first.Message, second.Message);
        await connection.NextDeliveryAsync();
        Assert.False(connection.HasDelivery);
    }

    [Fact]
    public async Task SendAsync_SameRequestIdOtherBody_IsRefused()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        core.Connect();
        await core.Get<IMessageSender>().SendAsync(Notice with { RequestId = "r1" }, CancellationToken.None);

        var second = await core.Get<IMessageSender>().SendAsync(
            new SendRequest(CoreFixture.RoomKey, new TextContent("다른 내용"), "r1"), CancellationToken.None);

        Assert.Equal(SendFailure.RequestIdReused, second.Failure);
    }

    [Fact]
    public async Task SendAsync_NothingLeft_SameRequestIdSendsAgain()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect(writesAtOnce: false);
        var request = Notice with { RequestId = "r1" };
        var first = core.Get<IMessageSender>().SendAsync(request, CancellationToken.None);
        (await connection.NextDeliveryAsync()).OnLost(begun: false);
        Assert.Equal(DeliveryState.Failed, (await first.DefaultTimeout()).Message!.State);

        var second = core.Get<IMessageSender>().SendAsync(request, CancellationToken.None);
        (await connection.NextDeliveryAsync()).OnWritten();

        Assert.Equal(DeliveryState.Written, (await second.DefaultTimeout()).Message!.State);
    }

    [Fact]
    public async Task SendAsync_LinkLostWhileWriting_SameRequestIdGivesTheFirstAnswer()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect(writesAtOnce: false);
        var request = Notice with { RequestId = "r1" };
        var first = core.Get<IMessageSender>().SendAsync(request, CancellationToken.None);
        (await connection.NextDeliveryAsync()).OnLost(begun: true);

        var second = await core.Get<IMessageSender>().SendAsync(request, CancellationToken.None).DefaultTimeout();

        Assert.Equal(DeliveryState.Uncertain, second.Message!.State);
        Assert.Equal((await first).Message, second.Message);
        Assert.False(connection.HasDelivery);
    }

    [Fact]
    public async Task SendAsync_FirstTryFailed_SameRequestIdMayTryAgain()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var request = Notice with { RequestId = "r1" };
        Assert.Equal(SendFailure.DeviceOffline, (await core.Get<IMessageSender>().SendAsync(request, CancellationToken.None)).Failure);

        core.Connect();

        Assert.Equal(SendFailure.None, (await core.Get<IMessageSender>().SendAsync(request, CancellationToken.None)).Failure);
    }
}
