using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;

namespace Domaeka.EndToEnd.Tests;

/// <summary>Two phones of one bot sit in one room.</summary>
public sealed class FailoverTests
{
    private const string Room = "공동구매방";
    private const string Bot = "둘인 봇";

    private static readonly PhoneProfile First = new() { BotName = Bot, DeviceId = "first-device" };
    private static readonly PhoneProfile Second = new() { BotName = Bot, DeviceId = "second-device", Version = "3.2.1" };

    [Fact]
    public async Task Phone_AwayLongerThanTheGrace_IsStoodInForByTheOther()
    {
        var grace = TimeSpan.FromSeconds(2);
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path, [$"--Delivery:FailoverGrace={grace}"]);
        await using var first = await server.AdmitAsync(First, Room, "1");
        await using var second = await AdmitSecondAsync(server);

        await AssertShownAsync(server, "하나", first, First.DeviceId);

        var away = TimeProvider.System.GetUtcNow();
        first.Reset();
        await WaitUntilOfflineAsync(server);
        var waiting = await AssertShownAsync(server, "둘", second, Second.DeviceId);
        Assert.InRange(waiting.Attempts[0].StartTime.ToDateTimeOffset() - away, grace, TestTimeouts.Default);

        await using var back = await FakePhone.ConnectAsync(server.TcpPort, First, record: first.Record);
        await back.HandshakeAsync();
        await server.Shop.WaitForLiveAsync(Bot, First.DeviceId);
        await AssertShownAsync(server, "셋", back, First.DeviceId);

        // Nobody has shown what the other one did.
        Assert.Equal(["하나", "셋"], first.Record.Texts);
        Assert.Equal(["둘"], second.Record.Texts.Where(text => !text.StartsWith("에코", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Phone_OfAnotherProcess_IsStoodInForByTheOtherOnlyWhenItIsAway()
    {
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.MariaDb);
        await using var cluster = await Cluster.StartAsync(data.Store, 2, ["--Delivery:FailoverGrace=00:00:02", .. Cluster.QuickLook]);
        await using var first = await cluster[0].AdmitAsync(First, Room, "1");
        await cluster[1].Shop.WaitForLiveAsync(Bot, First.DeviceId);
        await using var second = await AdmitSecondAsync(cluster[1]);

        // Both bring the room's lines, and the room stays with the first.
        await first.AskAsync(Room, "1", 3);
        await second.AskAsync(Room, "1", 3);
        using var database = Database.Open(data.Store);
        Assert.Equal([First.DeviceId], database.Read("SELECT device_id FROM kb_rooms"));
        await AssertShownAsync(cluster[1], "하나", first, First.DeviceId);

        first.Reset();
        await WaitUntilOfflineAsync(cluster[1]);
        await AssertShownAsync(cluster[0], "둘", second, Second.DeviceId);
        await cluster.StopAsync();
    }

    [Fact]
    public async Task Phone_ComesAndGoes_NoticeIsNeverShownByBoth()
    {
        const int Notices = 200;
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path, ["--Delivery:FailoverGrace=00:00:00.05"]);
        await (await server.AdmitAsync(First, Room, "1")).DisposeAsync();
        await (await AdmitSecondAsync(server)).DisposeAsync();
        await using var first = new RoamingPhone(() => server.TcpPort, First);
        await using var second = new RoamingPhone(() => server.TcpPort, Second);

        var flood = new NoticeFlood(Bot, "1", length: 30);
        for (var sent = 0; sent < Notices; sent += 10)
        {
            // Now one is away, now the other, now both, in the middle of it all.
            await flood.SendAsync(server, 10);
            Go(first, Random.Shared.Next(3) > 0);
            await flood.SendAsync(server, 10);
            Go(second, Random.Shared.Next(3) > 0);
        }

        first.ComeBack();
        second.ComeBack();
        await NoticeJudge.WaitForEndsAsync(data.Path);
        var verdict = NoticeJudge.Judge(data.Path, flood.Accepted, first.Record.Texts.Concat(second.Record.Texts));
        Assert.True(verdict.Confirmed > 0, $"{verdict}");
        await server.StopAsync();
    }

    private static void Go(RoamingPhone phone, bool isPresent)
    {
        if (isPresent)
            phone.ComeBack();
        else
            phone.GoAway();
    }

    /// <summary>The second phone is known to sit in the room once the server has answered it there.</summary>
    private static async Task<FakePhone> AdmitSecondAsync(DomaekaServer server)
    {
        var phone = await server.ConnectAsync(Second);
        await server.Shop.ApproveDeviceAsync(Bot, Second.DeviceId);
        await phone.AskUntilAnsweredAsync(Room, "1");
        return phone;
    }

    private static async Task<Message> AssertShownAsync(DomaekaServer server, string text, FakePhone phone, string device)
    {
        var message = await server.Shop.SendTextAsync(Bot, "1", text);
        Assert.Equal(text, (await phone.NextAsync<TextLine>()).Text);
        message = await server.Shop.WaitForStateAsync(message.Name, DeliveryState.Confirmed);
        Assert.Equal(Shop.DeviceName(Bot, device), Assert.Single(message.Attempts).Device);
        return message;
    }

    private static Task WaitUntilOfflineAsync(DomaekaServer server) => Eventually.TrueAsync(async () =>
        !(await server.Shop.Devices.GetDeviceAsync(
            new GetDeviceRequest { Name = Shop.DeviceName(Bot, First.DeviceId) })).Device.Connected);
}
