using System.Collections.Concurrent;
using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit;

namespace Domaeka.EndToEnd.Tests;

/// <summary>
/// What holds for notices over one process that is killed (<see cref="NoticeKillTests"/>) holds over three on one database: phones connect to any,
/// callers call any, and now one and now another is killed, or stands still for longer than its lease.
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
        var serving = new ConcurrentDictionary<int, bool>();
        foreach (var number in cluster.Running)
            Serve(number);
        storm.Begin();

        var returns = new List<Task>();
        for (var kill = 0; kill < Kills; kill++)
        {
            await storm.RunUntilAsync(storm.Accepted + Random.Shared.Next(1, 2 * Notices / (Kills + 1)), Random.Shared.Next(50, 1_500));
            await Eventually.TrueAsync(() => serving.Count > 1 || returns.Exists(task => task.IsFaulted));
            var victims = serving.Keys.ToArray();
            var victim = victims[Random.Shared.Next(victims.Length)];
            serving.TryRemove(victim, out _);
            storm.Withdraw(cluster[victim]);
            if (kill % 5 == 3)
            {
                cluster[victim].Program.Suspend();
                returns.Add(GoOnAsync(victim));
            }
            else
            {
                await cluster.KillAsync(victim);
                returns.Add(ReturnAsync(victim, isMissed: kill % 5 == 1));
            }
        }

        await Task.WhenAll(returns);
        await storm.FinishAsync();
        await cluster.StopAsync();
        storm.Judge();

        void Serve(int number)
        {
            serving[number] = true;
            storm.Serve(cluster[number]);
        }

        // One that is missed stays away until the others have taken over from it.
        async Task ReturnAsync(int number, bool isMissed)
        {
            if (isMissed)
                await cluster.WaitForTakeOverAsync(number);
            await cluster.StartAsync(number);
            Serve(number);
        }

        // Its phones and callers were left hanging, and now it speaks to them again.
        async Task GoOnAsync(int number)
        {
            await cluster.WaitForTakeOverAsync(number);
            cluster[number].Program.Resume();
            Serve(number);
        }
    }
}
