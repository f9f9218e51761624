using System.Text;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Approval;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

public sealed class HandshakeTests
{
    private static readonly PhoneProfile NewPhone = new() { DeviceId = "fedcba9876543210" };

    [Theory]
    [InlineData("3.1.4")]
    [InlineData("3.2.0")]
    [InlineData("3.2.1+build7")]
    [InlineData("3.3.0")]
    [InlineData("3.3.3")]
    public async Task Handshake_ApprovedDevice_IsWelcomedInItsDialect(string version)
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync(new PhoneProfile { Version = version });

        var answer = await phone.HandshakeAsync();

        Assert.True(answer.Success);
        Assert.True(answer.Approved);
        Assert.Equal("승인된 디바이스입니다", answer.Message);
        await phone.NextAsync<PingLine>();
        Assert.Empty(phone.Dropped);
        Assert.Equal(version, server.Devices[PhoneServer.TestDevice]!.ClientVersion);
    }

    [Fact]
    public async Task Handshake_OldestForm_IsWelcomed()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync(new PhoneProfile { Version = "3.1.0", HasShortHandshake = true });

        Assert.True((await phone.HandshakeAsync()).Approved);
    }

    [Fact]
    public async Task Handshake_FlatFormOfEarly330_IsAnsweredInV33()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync(new PhoneProfile { Version = "3.3.0", HasFlatHandshake = true });

        // The played phone reads as a 3.3 script does, which drops legacy text; handshake and ping alone would not tell.
        Assert.True((await phone.HandshakeAsync()).Approved);
        await phone.SayAsync("공동구매방", "안녕");
        var (connection, line) = await server.Pipeline.NextAsync();
        Assert.True(connection.TryEnqueue(Deliveries.Text(line.Room, line.RoomName, "네")));
        Assert.Equal("네", (await phone.NextAsync<TextLine>()).Text);
        Assert.Empty(phone.Dropped);
    }

    [Fact]
    public async Task Handshake_UnknownDevice_IsRegisteredAndToldToWait()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync(NewPhone);

        var first = await phone.HandshakeAsync();
        var second = await phone.HandshakeAsync();

        Assert.Equal((true, false, "디바이스가 승인 대기 상태로 등록되었습니다"), (first.Success, first.Approved, first.Message));
        Assert.Equal((true, false, "승인 대기 중인 디바이스입니다"), (second.Success, second.Approved, second.Message));
        Assert.Equal(ApprovalStatus.Pending, server.Devices[new DeviceKey("testbot", NewPhone.DeviceId)]!.Status);
    }

    [Theory]
    [InlineData(ApprovalStatus.Denied, "denied", "3.2.1")]
    [InlineData(ApprovalStatus.Revoked, "revoked", "3.3.3")]
    [InlineData(ApprovalStatus.Blocked, "blocked", "3.2.0")]
    public async Task Handshake_DeviceShutOut_IsToldAndClosed(ApprovalStatus status, string word, string version)
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Devices.Put(PhoneServer.TestDevice, status));
        await using var phone = await server.ConnectAsync(new PhoneProfile { Version = version });

        var answer = await phone.HandshakeAsync();

        Assert.Equal((false, false, $"접근이 차단된 디바이스입니다 ({word})"), (answer.Success, answer.Approved, answer.Message));
        await phone.Closed.DefaultTimeout();
        Assert.Equal(0, server.Registry.Count);
    }

    [Fact]
    public async Task Handshake_UnknownDeviceAndNoDatabase_IsRefusedAndClosed()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.ExpectsErrors = true);
        server.Devices.IsUnavailable = true;
        await using var phone = await server.ConnectAsync(NewPhone);

        var answer = await phone.HandshakeAsync();

        Assert.False(answer.Success);
        Assert.Contains("지금은", answer.Message, StringComparison.Ordinal);
        await phone.Closed.DefaultTimeout();
        server.Devices.IsUnavailable = false;
    }

    [Fact]
    public async Task Handshake_TooManyPending_IsRefusedAndClosed()
    {
        await using var server = await PhoneServer.StartAsync(setup =>
        {
            setup.Devices.Put(new DeviceKey("testbot", "waits"), ApprovalStatus.Pending);
            setup.Approval = approval => approval.MaxPendingDevices = 1;
        });
        await using var phone = await server.ConnectAsync(NewPhone);

        var answer = await phone.HandshakeAsync();

        Assert.False(answer.Success);
        Assert.Contains("승인 대기", answer.Message, StringComparison.Ordinal);
        await phone.Closed.DefaultTimeout();
    }

    [Fact]
    public async Task Handshake_NameTooLong_IsRefusedAndClosed()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync(new PhoneProfile { BotName = new string('봇', 65) });

        Assert.False((await phone.HandshakeAsync()).Success);
        await phone.Closed.DefaultTimeout();
    }

    [Theory]
    [InlineData("3.2.0")]
    [InlineData("3.2.1")]
    [InlineData("3.3.3")]
    public async Task Handshake_WhileMigrating_IsToldWhereToGoAndClosed(string version)
    {
        await using var server = await PhoneServer.StartAsync();
        var (staying, _) = await server.ConnectLiveAsync(new PhoneProfile { Version = version, DeviceId = "stays" });
        await using var first = staying;
        await server.MigrateAsync(new MigrationTarget("10.0.0.7", 1491), TimeSpan.FromSeconds(20));
        await using var phone = await server.ConnectAsync(new PhoneProfile { Version = version });

        var answer = await phone.HandshakeAsync();

        Assert.False(answer.Success);
        Assert.Contains("migration", answer.Message, StringComparison.Ordinal);
        await phone.Closed.DefaultTimeout();
        Assert.Equal(
            [new ServerMigrationLine("10.0.0.7", 1491, TimeSpan.Zero), answer],
            phone.Received.Where(line => line is not PingLine));
        Assert.Equal(new ServerMigrationLine("10.0.0.7", 1491, TimeSpan.FromSeconds(20)), await staying.NextAsync<ServerMigrationLine>());
        Assert.False(staying.Closed.IsCompleted);
    }

    [Fact]
    public async Task Handshake_WhileDraining_IsRefusedAndClosed()
    {
        await using var server = await PhoneServer.StartAsync();
        await server.Registry.DrainAsync(TimeSpan.FromSeconds(60), CancellationToken.None).DefaultTimeout();
        await using var phone = await server.ConnectAsync();

        var answer = await phone.HandshakeAsync();

        Assert.False(answer.Success);
        Assert.Contains("종료", answer.Message, StringComparison.Ordinal);
        await phone.Closed.DefaultTimeout();
    }

    [Fact]
    public async Task SecondHandshake_SameDevice_IsAnsweredAgainOnTheSameConnection()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();

        Assert.True((await phone.HandshakeAsync()).Approved);
        Assert.Equal(1, server.Registry.Count);
    }

    [Fact]
    public async Task SecondHandshake_OtherDevice_ClosesTheConnection()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();

        await phone.SendAsync(phone.Script.Handshake() with { DeviceId = "another" });

        await phone.Closed.DefaultTimeout();
        Assert.Contains("another", await server.Log.WaitForAsync(2016), StringComparison.Ordinal);
        Assert.Null(server.Devices[new DeviceKey("testbot", "another")]);
    }

    [Fact]
    public async Task Connection_SaysNothing_IsClosedAfterTheHandshakeTimeout()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        await using var phone = await server.ConnectAsync();
        await server.Log.WaitForAsync(2002);
        await phone.SendRawAsync(Encoding.UTF8.GetBytes("{\"event\":\"hello\",\"data\":{}}\n"));
        await server.Log.WaitForAsync(2013);

        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(phone.Closed.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));

        await phone.Closed.DefaultTimeout();
        await server.Log.WaitForAsync(2017);
    }

    [Fact]
    public async Task Handshake_DatabaseSlowerThanTheTimeout_IsStillAnswered()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        var gate = new TaskCompletionSource();
        server.Devices.AddGate = gate.Task;
        await using var phone = await server.ConnectAsync(NewPhone);
        await server.Log.WaitForAsync(2002);
        await phone.SendAsync(phone.Script.Handshake());
        await server.Devices.AddCalled.DefaultTimeout();

        time.Advance(TimeSpan.FromSeconds(11));
        gate.SetResult();

        Assert.True((await phone.NextAsync<HandshakeCompleteLine>()).Success);
    }

    [Fact]
    public async Task Handshake_AddressUnknownToThePhone_IsTheOneItConnectsFrom()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync(NewPhone);

        await phone.SendAsync(phone.Script.Handshake() with { DeviceIp = "unknown" });
        await phone.NextAsync<HandshakeCompleteLine>();

        Assert.Equal("127.0.0.1", server.Devices[new DeviceKey("testbot", NewPhone.DeviceId)]!.IpAddress);
    }
}
