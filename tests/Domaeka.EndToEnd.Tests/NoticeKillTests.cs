using System.Globalization;
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
    private static readonly int Kills = Setting("DOMAEKA_KILLS", 8);
    private static readonly int Notices = Setting("DOMAEKA_NOTICES", 1_000);
    private static readonly int Phones = Setting("DOMAEKA_PHONES", 40);

    [Fact]
    public async Task Kill_WhileCallersPush_EveryAcceptedNoticeAppearsOnceOrIsInDoubt()
    {
        using var data = new TempDirectory();
        await using (var first = await DomaekaServer.StartAsync(data.Path))
            await first.StopAsync();

        await using var storm = new NoticeStorm(data.Path, Phones, Notices, callers: 20);
        storm.Enrol();
        storm.Begin();
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var server = await DomaekaServer.StartAsync(data.Path);
            storm.Serve(server);
            await storm.RunUntilAsync(storm.Accepted + Random.Shared.Next(1, 2 * Notices / (Kills + 1)), Random.Shared.Next(50, 1_500));
            storm.Withdraw();
            server.Program.Kill();
            await server.Program.WaitForExitAsync();
        }

        await using (var last = await DomaekaServer.StartAsync(data.Path))
        {
            storm.Serve(last);
            await storm.FinishAsync();
            await last.StopAsync();
        }

        storm.Judge();
    }

    private static int Setting(string name, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : standard;
}
