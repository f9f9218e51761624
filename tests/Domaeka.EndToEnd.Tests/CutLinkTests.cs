using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A link that is cut without either end being told, as when a phone leaves its cell.</summary>
[Collection(AloneCollection.Name)]
public sealed class CutLinkTests
{
    private const string Room = "공동구매방";

    /// <summary>The server's own means of noticing that a phone is gone are put out of the way: what is looked at is the socket's.</summary>
    private static readonly string[] NoPings = ["--Tcp:PingInterval=01:00:00", "--Tcp:PingTimeout=01:00:00", "--Tcp:IdleTimeout=02:00:00"];

    [CutLinkFact]
    public async Task Link_CutUnderNotices_EachIsShownOnceItIsMended()
    {
        const int Notices = 40;
        using var data = new TempDirectory();
        using var link = CutLink.Create();
        await using var server = await DomaekaServer.StartAsync(
            data.Path, ["--Tcp:PingInterval=00:00:01", "--Tcp:PingTimeout=00:00:03"], link: link);
        var profile = new PhoneProfile { BotName = "터널 속 봇" };
        var record = new PhoneRecord();
        await (await server.AdmitAsync(profile, Room, "1")).DisposeAsync();
        await using var phone = FakePhone.Over(await link.ConnectAsync(server.TcpPort), profile, record);
        await phone.HandshakeAsync();
        await server.Shop.WaitForLiveAsync(profile.BotName, profile.DeviceId);
        var flood = new NoticeFlood(profile.BotName, "1", length: 30);
        await flood.SendAsync(server, Notices / 2);

        link.Cut();
        await flood.SendAsync(server, Notices / 2);

        // Nobody has told the server; that nothing is answered is all that it has to go by.
        await Eventually.TrueAsync(async () => (await server.Shop.StatusAsync()).LiveDevices == 0);
        Assert.False(phone.Closed.IsCompleted);
        link.Mend();
        await using var back = FakePhone.Over(await link.ConnectAsync(server.TcpPort), profile, record);
        await back.HandshakeAsync();

        await NoticeJudge.WaitForEndsAsync(new ServerStore(data.Path));
        var verdict = NoticeJudge.Judge(new ServerStore(data.Path), flood.Accepted, record.Texts);
        Assert.True(verdict.Confirmed > 0, $"{verdict}");
        await server.StopAsync();
    }

    [CutLinkFact]
    public async Task Link_CutWithBytesUnderWay_EndsByTheUserTimeout()
    {
        using var data = new TempDirectory();
        using var link = CutLink.Create();
        await using var server = await DomaekaServer.StartAsync(data.Path, [.. NoPings, "--Sockets:UserTimeout=00:00:03"], link: link);
        var profile = new PhoneProfile { BotName = "터널 속 봇" };
        await using var phone = await server.AdmitAsync(profile, Room, "1");

        link.Cut();
        var notice = await server.Shop.SendTextAsync(profile.BotName, "1", "아무도 못 봅니다");

        await Eventually.TrueAsync(async () => (await server.Shop.StatusAsync()).Connections == 0);
        Assert.Equal(DeliveryState.Uncertain, (await server.Shop.GetAsync(notice.Name)).State);
        await server.StopAsync();
    }

    [CutLinkFact]
    public async Task Link_CutInSilence_EndsByKeepAlive()
    {
        using var data = new TempDirectory();
        using var link = CutLink.Create();
        await using var server = await DomaekaServer.StartAsync(
            data.Path,
            [
                .. NoPings, "--Sockets:UserTimeout=00:00:00", "--Sockets:KeepAliveTime=00:00:01", "--Sockets:KeepAliveInterval=00:00:01",
                "--Sockets:KeepAliveProbes=2",
            ],
            link: link);
        await using var phone = await server.AdmitAsync(new PhoneProfile { BotName = "터널 속 봇" }, Room, "1");

        // Behind this answer nothing is left to be said, and what is said behind that brings the acknowledgement along, which would come later by itself.
        await phone.AskAsync(Room, "1", 1);
        await phone.SayAsync(Room, "끝", "1");
        await Eventually.TrueAsync(async () => (await server.Shop.StatusAsync()).LinesReceived == 3);
        link.Cut();

        await Eventually.TrueAsync(async () => (await server.Shop.StatusAsync()).Connections == 0);
        await server.StopAsync();
    }
}
