using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Approval;
using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;
using MediaItem = Domaeka.Core.Delivery.MediaItem;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

public sealed class ClosingTests
{
    [Theory]
    [InlineData("3.2.0")]
    [InlineData("3.3.3")]
    public async Task StatusChange_ToBlocked_IsToldAndEveryConnectionOfTheDeviceCloses(string version)
    {
        await using var server = await PhoneServer.StartAsync();
        var profile = new PhoneProfile { Version = version };
        var (phone, connection) = await server.ConnectLiveAsync(profile);
        await using var _ = phone;
        await using var unproven = await server.ConnectAsync(profile with { SecretKey = "guessed" });
        await unproven.HandshakeAsync();

        await server.Directory.UpdateAsync(PhoneServer.TestDevice, new DeviceUpdate { Status = ApprovalStatus.Blocked }, default);

        foreach (var each in new[] { phone, unproven })
        {
            var told = await each.NextAsync<HandshakeCompleteLine>();
            Assert.Equal((false, "접근이 차단된 디바이스입니다 (blocked)"), (told.Success, told.Message));
            await each.Closed.DefaultTimeout();
        }

        await connection.Closed.DefaultTimeout();
        Assert.Null(server.Registry.FindLive(PhoneServer.TestDevice));
    }

    [Fact]
    public async Task StatusChange_ToApproved_IsAnnouncedOnTheSameConnection()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Devices.Put(PhoneServer.TestDevice, ApprovalStatus.Pending));
        await using var phone = await server.ConnectAsync();
        Assert.False((await phone.HandshakeAsync()).Approved);

        await server.Directory.UpdateAsync(PhoneServer.TestDevice, new DeviceUpdate { Status = ApprovalStatus.Approved }, default);

        var told = await phone.NextAsync<HandshakeCompleteLine>();
        Assert.Equal((true, true), (told.Success, told.Approved));
        Assert.False(phone.Closed.IsCompleted);
    }

    [Theory]
    [InlineData("3.2.1")]
    [InlineData("3.3.3")]
    public async Task Drain_Phones_AreToldWhenToComeBackAfterWhatWaited(string version)
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync(new PhoneProfile { Version = version });
        await using var _ = phone;
        var last = Deliveries.Text("마지막");
        Assert.True(connection.TryEnqueue(last));

        Assert.Equal(1, await server.Registry.DrainAsync(TimeSpan.FromSeconds(60), CancellationToken.None).DefaultTimeout());

        Assert.Equal(TimeSpan.FromSeconds(60), (await phone.NextAsync<ServerShutdownLine>()).ReconnectAfter);
        await phone.Closed.DefaultTimeout();
        Assert.Equal("written", await last.Outcome);
        Assert.Equal("마지막", (await phone.NextAsync<TextLine>()).Text);
        Assert.IsType<ServerShutdownLine>(phone.Received[^1]);
    }

    [Fact]
    public async Task Close_Requested_EndsTheConnectionAndLaterCallsDoNothing()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync();
        await using var _ = phone;

        connection.Close(CloseReason.Requested);
        connection.Close(CloseReason.ShutOut);
        connection.AnnounceStatus(server.Directory.Find(PhoneServer.TestDevice)!);

        await phone.Closed.DefaultTimeout();
        await connection.Closed.DefaultTimeout();
        Assert.Single(phone.Received, line => line is HandshakeCompleteLine);
        Assert.Equal(1, server.Log.Count(2022));
    }

    [Fact]
    public async Task Close_PhoneDoesNotRead_IsCutOffAfterTheGracePeriod()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        var (phone, connection) = await server.ConnectLiveAsync(receiveBufferBytes: 4096);
        await using var _ = phone;
        phone.StopReading();
        var deliveries = Enumerable.Range(0, 30).Select(_ => Deliveries.Media(MediaItem.FromBytes(new byte[1024 * 1024]))).ToArray();
        foreach (var delivery in deliveries)
            Assert.True(connection.TryEnqueue(delivery));

        connection.Close(CloseReason.Requested);
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(connection.Closed.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));

        await connection.Closed.DefaultTimeout();
        Assert.Contains("lost", await deliveries[^1].Outcome, StringComparison.Ordinal);
        await server.Log.WaitForAsync(2023);
    }

    [Fact]
    public async Task HalfClose_AnswersThatComeWithinTheGracePeriod_AreStillWritten()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        var (phone, connection) = await server.ConnectLiveAsync();
        await using var _ = phone;

        await phone.SayAsync("공동구매방", "# echo 마지막");
        phone.HalfClose();
        await server.Pipeline.NextAsync();
        await Eventually.TrueAsync(() => server.Registry.FindLive(PhoneServer.TestDevice) is null);
        var answer = Deliveries.Text("에코: 마지막");
        Assert.True(await connection.EnqueueAsync(answer, default));

        Assert.Equal("에코: 마지막", (await phone.NextAsync<TextLine>()).Text);
        Assert.Equal("written", await answer.Outcome);
        Assert.False(connection.Closed.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5.1));
        await connection.Closed.DefaultTimeout();
        await phone.Closed.DefaultTimeout();
        Assert.False(connection.TryEnqueue(Deliveries.Text("늦음")));
    }

    [Fact]
    public async Task ServerStops_WithoutDraining_ClosesItsPhonesAndReportsWhatWasWritten()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync();
        await using var _ = phone;
        await using var silent = await server.ConnectAsync();
        var last = Deliveries.Text("마지막");
        Assert.True(connection.TryEnqueue(last));

        await server.StopAsync();

        await connection.Closed.DefaultTimeout();
        await phone.Closed.DefaultTimeout();
        await silent.Closed.DefaultTimeout();
        Assert.Equal("written", await last.Outcome);
        Assert.Equal(0, server.Registry.Count);
    }

    [Fact]
    public async Task Device_BlockedWhileItShakesHands_IsToldAndClosed()
    {
        await using var server = await PhoneServer.StartAsync();
        var gate = new TaskCompletionSource();
        server.Devices.AddGate = gate.Task;
        var device = new DeviceKey("testbot", "newcomer");
        await using var phone = await server.ConnectAsync(new PhoneProfile { DeviceId = "newcomer" });
        await phone.SendAsync(phone.Script.Handshake());
        await server.Devices.AddCalled.DefaultTimeout();
        server.Devices.Put(device, ApprovalStatus.Blocked);

        gate.SetResult();

        Assert.False((await phone.NextAsync<HandshakeCompleteLine>()).Success);
        await phone.Closed.DefaultTimeout();
    }

    [Fact]
    public async Task Delivery_ToAClosedConnection_IsNotTakenAndNothingIsCalled()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync();
        await using var _ = phone;
        connection.Close(CloseReason.Requested);
        await connection.Closed.DefaultTimeout();
        var delivery = Deliveries.Text("늦음");

        Assert.False(await connection.EnqueueAsync(delivery, default));
        Assert.False(connection.TryEnqueue(delivery));

        Assert.Equal(0, delivery.Begun);
        Assert.False(delivery.IsDecided);
        Assert.IsType<TextContent>(delivery.Message.Content);
    }
}
