using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Grpc.Core;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A process stands still for longer than its lease, as on a machine that is moved or out of memory, and knows nothing of it afterwards.</summary>
public sealed class SuspendedProcessTests
{
    private const int Rounds = 2;
    private const int NoticesEach = 60;

    [Fact]
    public async Task Process_StandsStillBeyondItsLease_ShowsNothingTwiceButBehindADoubt()
    {
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.MariaDb);
        await using var cluster = await Cluster.StartAsync(data.Store, 2, Cluster.ShortLease);
        var profile = new PhoneProfile { BotName = "멈춘 봇" };
        await (await cluster[0].AdmitAsync(profile, "공동구매방", "1")).DisposeAsync();
        var process = 0;
        await using var phone = new RoamingPhone(() => cluster.PortOf(Volatile.Read(ref process)), profile);
        var flood = new NoticeFlood(profile.BotName, "1", length: 30);
        for (var round = 0; round < Rounds; round++)
        {
            var (still, other) = (round % 2, 1 - (round % 2));
            await cluster[other].Shop.WaitForLiveAsync(profile.BotName, profile.DeviceId);
            await flood.SendAsync(cluster[still], NoticesEach / 2);

            // Some are waiting, some under way, some just on the point of leaving.
            await phone.Record.WaitForTextsAsync(1 + Random.Shared.Next(NoticesEach / 3)).DefaultTimeout();
            cluster[still].Program.Suspend();
            Volatile.Write(ref process, other);
            phone.Drop();
            await flood.SendAsync(cluster[other], NoticesEach / 2);
            await cluster.WaitForTakeOverAsync(still);
            await NoticeJudge.WaitForEndsAsync(data.Store);
            var shown = phone.Record.Entries.Count;

            cluster[still].Program.Resume();

            // It notices, refuses what it is given until it has a new lease, and serves on: that goes out by the other one, which has the phone.
            await Eventually.TrueAsync(() => TrySendAsync(flood, cluster[still]));
            await flood.SendAsync(cluster[still], 9);
            await NoticeJudge.WaitForEndsAsync(data.Store);
            Assert.Equal(flood.Texts.TakeLast(10), phone.Record.Texts.Skip(shown));
        }

        var verdict = NoticeJudge.Judge(data.Store, flood.Accepted, phone.Record.Texts);
        Assert.True(verdict.Confirmed > 0, $"{verdict}");
        await cluster.StopAsync();
    }

    private static async Task<bool> TrySendAsync(NoticeFlood flood, DomaekaServer server)
    {
        try
        {
            await flood.SendOneAsync(server);
            return true;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
        {
            return false;
        }
    }
}
