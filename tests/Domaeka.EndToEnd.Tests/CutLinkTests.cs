using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A link that is cut without either end being told, as when a phone leaves its cell.</summary>
[Collection(AloneCollection.Name)]
public sealed class CutLinkTests
{
    private const string Room = "공동구매방";

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
}
