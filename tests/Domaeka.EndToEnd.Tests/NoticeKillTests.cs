using Domaeka.EndToEnd.Tests.Support;

namespace Domaeka.EndToEnd.Tests;

/// <summary>
/// Design decision 2 for notices: what was accepted survives <c>kill -9</c>, appears once, or is reported UNCERTAIN and then appears at most
/// twice; and no state is claimed that the phones' own record contradicts.
/// </summary>
/// <remarks>
/// The numbers are small enough for every build. <c>DOMAEKA_KILLS</c>, <c>DOMAEKA_NOTICES</c> and <c>DOMAEKA_PHONES</c> in the environment
/// make the run as long as wanted, such as 50, 5000 and 100.
/// </remarks>
public sealed class NoticeKillTests
{
    private static readonly int Phones = StormSettings.Phones(40);

    [Theory]
    [InlineData(StoreOfTest.Sqlite, 8, 1_000)]
    [InlineData(StoreOfTest.MariaDb, 4, 500)]
    public async Task Kill_WhileCallersPush_EveryAcceptedNoticeAppearsOnceOrIsInDoubt(string provider, int standardKills, int standardNotices)
    {
        var kills = StormSettings.Kills(standardKills);
        var notices = StormSettings.Notices(standardNotices);
        await using var data = await StoreOfTest.CreateAsync(provider);
        await using (var first = await DomaekaServer.StartAsync(data.Store))
            await first.StopAsync();

        await using var storm = new NoticeStorm(data.Store, Phones, notices, callers: 20);
        storm.Enrol();
        storm.Begin();
        for (var kill = 0; kill < kills; kill++)
        {
            await using var server = await DomaekaServer.StartAsync(data.Store);
            storm.Serve(server);
            await storm.RunUntilAsync(storm.Accepted + Random.Shared.Next(1, 2 * notices / (kills + 1)), Random.Shared.Next(50, 1_500));
            storm.Withdraw(server);
            server.Program.Kill();
            await server.Program.WaitForExitAsync();
        }

        await using (var last = await DomaekaServer.StartAsync(data.Store))
        {
            storm.Serve(last);
            await storm.FinishAsync();
            await last.StopAsync();
        }

        storm.Judge();
    }
}
