using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Core.Processes;
using Domaeka.TestKit.Phones;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

public sealed class AdmissionTests
{
    private static readonly PhoneProfile Other = new() { DeviceId = "fedcba9876543210" };

    [Theory]
    [InlineData(1, ServerAvailability.Open, "서버에 연결할 수 있는 봇 수를 초과했습니다. 잠시 후 다시 연결해 주세요 (server full)")]
    [InlineData(null, ServerAvailability.Maintenance, "서버 점검 중입니다. 잠시 후 다시 연결해 주세요 (maintenance)")]
    [InlineData(null, ServerAvailability.Inactive, "사용하지 않는 서버입니다 (inactive)")]
    public async Task Handshake_ServerTakesNoMore_IsToldSoAndDisconnected(int? maxBots, ServerAvailability availability, string reason)
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Backend.Server = new ServerLoad
        {
            ServerId = 1,
            MaxBots = maxBots,
            TakenElsewhere = maxBots ?? 0,
            Availability = availability,
        });
        await using var phone = await server.ConnectAsync(Other);

        var answer = await phone.HandshakeAsync();

        Assert.Equal((false, false, reason), (answer.Success, answer.Approved, answer.Message));
        await phone.Closed.DefaultTimeout();

        // So that it can be approved meanwhile.
        Assert.Equal(ApprovalStatus.Pending, server.Devices[new DeviceKey("testbot", Other.DeviceId)]!.Status);
    }

    [Fact]
    public async Task Handshake_LastPlaceIsItsOwn_IsWelcomeAgain()
    {
        await using var server = await PhoneServer.StartAsync(
            setup => setup.Backend.Server = new ServerLoad { ServerId = 1, MaxBots = 1 });
        await using var phone = await server.ConnectAsync();
        Assert.True((await phone.HandshakeAsync()).Success);
        await using var other = await server.ConnectAsync(Other);
        Assert.False((await other.HandshakeAsync()).Success);

        await using var again = await server.ConnectAsync();

        Assert.True((await again.HandshakeAsync()).Success);
    }

    [Fact]
    public async Task Handshake_APhoneLeaves_ItsPlaceIsFree()
    {
        await using var server = await PhoneServer.StartAsync(
            setup => setup.Backend.Server = new ServerLoad { ServerId = 1, MaxBots = 1 });
        var phone = await server.ConnectAsync();
        Assert.True((await phone.HandshakeAsync()).Success);
        await phone.DisposeAsync();

        await Eventually.TrueAsync(async () =>
        {
            await using var other = await server.ConnectAsync(Other);
            return (await other.HandshakeAsync()).Success;
        });
    }

    [Fact]
    public async Task Handshake_BlockedDeviceAtAFullServer_IsToldItsOwnStatus()
    {
        await using var server = await PhoneServer.StartAsync(setup =>
        {
            setup.Devices.Put(PhoneServer.TestDevice, ApprovalStatus.Blocked);
            setup.Backend.Server = new ServerLoad { ServerId = 1, MaxBots = 1, TakenElsewhere = 1 };
        });
        await using var phone = await server.ConnectAsync();

        Assert.Contains("(blocked)", (await phone.HandshakeAsync()).Message, StringComparison.Ordinal);
    }
}
