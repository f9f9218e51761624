using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A phone has stopped reading, the server is killed over its notices, and then both come back.</summary>
public sealed class DeafPhoneKillTests
{
    private const int Notices = 200;
    private const int Window = 16;

    [Theory]
    [InlineData(200)] // What is under way fits into the sockets' buffers: the phone finds it there.
    [InlineData(40_000)] // It does not: part of it never left.
    public async Task Kill_PhoneReadsNothing_EveryNoticeAppearsOnceOrIsInDoubt(int length)
    {
        using var data = new TempDirectory();
        var port = 0;
        var profile = new PhoneProfile { BotName = "먹통 봇" };
        var flood = new NoticeFlood(profile.BotName, "1", length);
        await using (var server = await DomaekaServer.StartAsync(data.Path))
        {
            await (await server.AdmitAsync(profile, "공동구매방", "1")).DisposeAsync();
            port = server.TcpPort;
            await Eventually.TrueAsync(async () => (await server.Shop.StatusAsync()).Connections == 0);
            await using var phone = new RoamingPhone(() => port, profile);
            await server.Shop.WaitForLiveAsync(profile.BotName, profile.DeviceId);
            phone.Current!.StopReading();
            await flood.SendAsync(server, Notices);
            Assert.Equal(Window, (await flood.ListAsync(server)).Count(message => message.Reason == V1.DeliveryReason.Unspecified));
            server.Program.Kill();
            await server.Program.WaitForExitAsync();

            await using var next = await DomaekaServer.StartAsync(data.Path);
            port = next.TcpPort;
            phone.Current!.ResumeReading();
            await NoticeJudge.WaitForEndsAsync(data.Path);
            await next.StopAsync();

            var verdict = NoticeJudge.Judge(data.Path, flood.Accepted, phone.Record.Texts);
            Assert.Equal(Notices - Window, verdict.Confirmed);
        }
    }
}
