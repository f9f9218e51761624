using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Commands;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Dispatch;
using Domaeka.Core.Rooms;
using Domaeka.Core.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Core.Tests.Chat;

public sealed class ChatPipelineTests
{
    [Fact]
    public async Task ReceiveAsync_EchoInAnApprovedRoom_AnswersAndLogsBothLines()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();

        Assert.Equal(ChatOutcome.Dispatched, await core.SayAsync(connection, "# echo 안녕하세요 😀 \"따옴표\" } {"));

        Assert.Equal("에코: 안녕하세요 😀 \"따옴표\" } {", await connection.NextTextAsync());
        await core.StopAsync();
        Assert.Equal([(false, "# echo"), (true, null)], core.ChatLog.Stored.Select(entry => (entry.IsOurBotResponse, entry.Directive)));
        Assert.Equal([ChatMessageType.Command, ChatMessageType.Reply], core.ChatLog.Stored.Select(entry => entry.MessageType));
    }

    [Fact]
    public async Task ReceiveAsync_LineNotYetCommitted_HoldsTheReplyBack()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();
        core.ChatLog.Hold();
        var called = core.ChatLog.NextCall;

        await core.SayAsync(connection, "# echo 안녕");
        await called;
        Assert.False(connection.HasDelivery);
        core.ChatLog.LetGo();

        Assert.Equal("에코: 안녕", await connection.NextTextAsync());
    }

    [Fact]
    public async Task ReceiveAsync_LineThatCannotBeLogged_IsNotAnswered()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();
        core.ChatLog.Rejects = entry => entry.Message.Contains("나쁜", StringComparison.Ordinal);

        await core.SayAsync(connection, "# echo 나쁜 줄");
        await core.SayAsync(connection, "# echo 좋은 줄");

        Assert.Equal("에코: 좋은 줄", await connection.NextTextAsync());
    }

    [Fact]
    public async Task ReceiveAsync_PlainChat_IsLoggedAndTakesNoLane()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();

        Assert.Equal(ChatOutcome.Logged, await core.SayAsync(connection, "# echoXYZ"));

        await core.StopAsync();
        Assert.False(connection.HasDelivery);
        Assert.Equal(ChatMessageType.Normal, Assert.Single(core.ChatLog.Stored).MessageType);
    }

    [Theory]
    [InlineData(ApprovalStatus.Pending, ApprovalStatus.Approved, ChatOutcome.NotServed)]
    [InlineData(ApprovalStatus.Approved, ApprovalStatus.Pending, ChatOutcome.NotServed)]
    [InlineData(ApprovalStatus.Approved, ApprovalStatus.Blocked, ChatOutcome.NotServed)]
    [InlineData(ApprovalStatus.Approved, ApprovalStatus.Unknown, ChatOutcome.NotServed)]
    [InlineData(ApprovalStatus.Unknown, ApprovalStatus.Approved, ChatOutcome.NotServed)]
    [InlineData(ApprovalStatus.Blocked, ApprovalStatus.Approved, ChatOutcome.Refused)]
    public async Task ReceiveAsync_NotBothApproved_IsNotAnswered(ApprovalStatus device, ApprovalStatus room, ChatOutcome expected)
    {
        await using var core = await CoreFixture.StartAsync(prepare: fixture =>
        {
            fixture.Devices.Rows[CoreFixture.Phone] = new Device { Key = CoreFixture.Phone, Status = device };
            fixture.Rooms.Rows[CoreFixture.RoomKey] = new Room { Key = CoreFixture.RoomKey, Name = CoreFixture.RoomName, Status = room };
        });
        var connection = core.Connect();

        Assert.Equal(expected, await core.SayAsync(connection, "# echo 안녕"));

        await core.StopAsync();
        Assert.False(connection.HasDelivery);
        Assert.Equal(expected == ChatOutcome.Refused ? 0 : 1, core.ChatLog.Stored.Count);
    }

    [Fact]
    public async Task ReceiveAsync_ApprovalTakenBackWhileTheCommandRuns_DropsTheReply()
    {
        var finish = new TaskCompletionSource();
        await using var core = await CoreFixture.StartApprovedAsync(builder => builder.AddScripted("# slow", async (_, _) =>
        {
            await finish.Task;
            return CommandReply.Text("늦은 답");
        }));
        var connection = core.Connect();
        await core.SayAsync(connection, "# slow");

        await core.Get<IRoomDirectory>().UpdateAsync(
            CoreFixture.RoomKey, new RoomUpdate { Status = ApprovalStatus.Revoked }, CancellationToken.None);
        finish.SetResult();

        await core.StopAsync();
        Assert.False(connection.HasDelivery);
    }

    [Fact]
    public async Task ReceiveAsync_ApprovedOnTheSpot_NextLineIsAnswered()
    {
        await using var core = await CoreFixture.StartAsync(prepare: fixture =>
            fixture.Devices.Rows[CoreFixture.Phone] = new Device { Key = CoreFixture.Phone, Status = ApprovalStatus.Approved });
        var connection = core.Connect();
        Assert.Equal(ChatOutcome.NotServed, await core.SayAsync(connection, "# echo 하나"));

        await core.Get<IRoomDirectory>().UpdateAsync(
            CoreFixture.RoomKey, new RoomUpdate { Status = ApprovalStatus.Approved }, CancellationToken.None);
        await core.SayAsync(connection, "# echo 둘");

        Assert.Equal("에코: 둘", await connection.NextTextAsync());
    }

    [Fact]
    public async Task ReceiveAsync_KnownPhoneAndRoom_CostsNoQuery()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();
        core.Devices.IsDown = core.Rooms.IsDown = true;

        for (var i = 0; i < 100; i++)
            await core.SayAsync(connection, $"# echo {i}");

        for (var i = 0; i < 100; i++)
            Assert.Equal($"에코: {i}", await connection.NextTextAsync());
    }

    [Fact]
    public async Task ReceiveAsync_SameLogId_IsAnsweredOnce()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();

        Assert.Equal(ChatOutcome.Dispatched, await core.SayAsync(connection, "# echo 안녕", line => line with { LogId = "7" }));
        Assert.Equal(ChatOutcome.Duplicate, await core.SayAsync(connection, "# echo 안녕", line => line with { LogId = "7" }));

        await core.StopAsync();
        await connection.NextTextAsync();
        Assert.False(connection.HasDelivery);
    }

    [Fact]
    public async Task ReceiveAsync_NoLogId_FingerprintTellsDuplicates()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();
        ChatLine Line(ChatLine line) => line with { LogId = null, Fingerprint = "signature" };

        Assert.Equal(ChatOutcome.Dispatched, await core.SayAsync(connection, "# echo 안녕", Line));
        Assert.Equal(ChatOutcome.Duplicate, await core.SayAsync(connection, "# echo 안녕", Line));
    }

    [Fact]
    public async Task ReceiveAsync_SecondApprovedPhoneBringsTheSameLine_IsAnsweredOnce()
    {
        var second = CoreFixture.Phone with { DeviceId = "second" };
        await using var core = await CoreFixture.StartApprovedAsync();
        await core.Get<IDeviceDirectory>().RegisterAsync(new PhoneIdentity { Device = second }, CancellationToken.None);
        await core.Get<IDeviceDirectory>().UpdateAsync(second, new DeviceUpdate { Status = ApprovalStatus.Approved }, CancellationToken.None);
        var one = core.Connect();
        var two = core.Connect(second, "c2");

        await core.SayAsync(one, "# echo 안녕", line => line with { LogId = "7" });

        Assert.Equal(ChatOutcome.Duplicate, await core.SayAsync(two, "# echo 안녕", line => line with { LogId = "7" }));
    }

    [Fact]
    public async Task ReceiveAsync_PendingPhoneBringsTheLineFirst_DoesNotSilenceTheApprovedOne()
    {
        var second = CoreFixture.Phone with { DeviceId = "second" };
        await using var core = await CoreFixture.StartApprovedAsync();
        await core.Get<IDeviceDirectory>().RegisterAsync(new PhoneIdentity { Device = second }, CancellationToken.None);
        var pending = core.Connect(second, "c2");
        var approved = core.Connect();

        Assert.Equal(ChatOutcome.NotServed, await core.SayAsync(pending, "# echo 안녕", line => line with { LogId = "7" }));
        Assert.Equal(ChatOutcome.Dispatched, await core.SayAsync(approved, "# echo 안녕", line => line with { LogId = "7" }));
    }

    [Fact]
    public async Task ReceiveAsync_NoChannelId_IsARoomOfItsOwnThatCanBeApproved()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();
        ChatLine Line(ChatLine line) => line with { ChannelId = null };
        Assert.Equal(ChatOutcome.NotServed, await core.SayAsync(connection, "# echo 하나", Line));

        await core.Get<IRoomDirectory>().UpdateAsync(
            RoomKey.ForName("testbot", CoreFixture.RoomName), new RoomUpdate { Status = ApprovalStatus.Approved }, CancellationToken.None);
        await core.SayAsync(connection, "# echo 둘", Line);

        var delivery = await connection.NextDeliveryAsync();
        Assert.True(delivery.Message.Room.IsByName);
        Assert.Equal(CoreFixture.RoomName, delivery.Message.RoomName);
    }

    [Fact]
    public async Task ReceiveAsync_RoomWithLoggingOff_LogsOnlyWhatIsAnswered()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        await core.Get<IRoomDirectory>().UpdateAsync(
            CoreFixture.RoomKey, new RoomUpdate { LogSettings = new RoomLogSettings(false, null) }, CancellationToken.None);
        var connection = core.Connect();

        await core.SayAsync(connection, "잡담");
        await core.SayAsync(connection, "# echo 안녕");
        await connection.NextTextAsync();

        await core.StopAsync();
        Assert.Equal(["# echo 안녕", "에코: 안녕"], core.ChatLog.Stored.Select(entry => entry.Message));
    }

    [Fact]
    public async Task ReceiveAsync_PhoneCameBackOnAnotherConnection_ReplyTakesTheLiveOne()
    {
        var finish = new TaskCompletionSource();
        await using var core = await CoreFixture.StartApprovedAsync(builder => builder.AddScripted("# slow", async (_, _) =>
        {
            await finish.Task;
            return CommandReply.Text("답");
        }));
        var old = core.Connect(id: "old");
        await core.SayAsync(old, "# slow");
        var fresh = core.Connect(id: "new");

        finish.SetResult();

        Assert.Equal("답", await fresh.NextTextAsync());
        Assert.False(old.HasDelivery);
    }

    [Fact]
    public async Task ReceiveAsync_DirectMode_IsAnsweredBeforeTheNextLineIsRead()
    {
        await using var core = await CoreFixture.StartApprovedAsync(builder =>
            builder.Services.Configure<DispatchOptions>(options => options.Mode = DispatchMode.Direct));
        var connection = core.Connect();

        await core.SayAsync(connection, "# echo 안녕");

        Assert.True(connection.HasDelivery);
    }
}
