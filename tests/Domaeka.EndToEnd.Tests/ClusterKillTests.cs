using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit;

namespace Domaeka.EndToEnd.Tests;

/// <summary>
/// What holds for notices over one process that is killed (<see cref="NoticeKillTests"/>) holds over three on one database: phones connect to any,
/// callers call any, and now one and now another is killed.
/// </summary>
/// <remarks>As there, <c>DOMAEKA_KILLS</c>, <c>DOMAEKA_NOTICES</c> and <c>DOMAEKA_PHONES</c> make the run as long as wanted.</remarks>
public sealed class ClusterKillTests
{
    private const int Processes = 3;
    private static readonly int Kills = StormSettings.Kills(5);
    private static readonly int Notices = StormSettings.Notices(500);
    private static readonly int Phones = StormSettings.Phones(20);

    [Fact]
    public async Task Kill_OneOfThreeWhileCallersPush_EveryAcceptedNoticeAppearsOnceOrIsInDoubt()
    {
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.MariaDb);
        await using var cluster = await Cluster.StartAsync(data.Store, Processes, Cluster.ShortLease);
        await using var storm = new NoticeStorm(data.Store, Phones, Notices, callers: 20);
        storm.Enrol();
        foreach (var number in cluster.Running)
            storm.Serve(cluster[number]);
        storm.Begin();

        var returns = new List<Task>();
        for (var kill = 0; kill < Kills; kill++)
        {
            await storm.RunUntilAsync(storm.Accepted + Random.Shared.Next(1, 2 * Notices / (Kills + 1)), Random.Shared.Next(50, 1_500));
            await Eventually.TrueAsync(() => cluster.Running.Count > 1 || returns.Exists(task => task.IsFaulted));
            var victim = cluster.Running[Random.Shared.Next(cluster.Running.Count)];
            storm.Withdraw(cluster[victim]);
            await cluster.KillAsync(victim);
            returns.Add(ReturnAsync(victim, isMissed: kill % 3 == 1));
        }

        await Task.WhenAll(returns);
        await storm.FinishAsync();
        await cluster.StopAsync();
        storm.Judge();

        // One that is missed stays away until the others have taken over from it.
        async Task ReturnAsync(int number, bool isMissed)
        {
            if (isMissed)
                await cluster.WaitForTakeOverAsync(number);
            storm.Serve(await cluster.StartAsync(number));
        }
    }
}
