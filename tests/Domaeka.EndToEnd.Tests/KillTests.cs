using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit;

namespace Domaeka.EndToEnd.Tests;

/// <summary>Design decision 2: a chat line whose reply was sent is in the chat log, whatever happens to the process.</summary>
/// <remarks><c>DOMAEKA_KILLS</c> makes the runs as long as wanted.</remarks>
public sealed class KillTests
{
    private const int Phones = 20;
    private const int Processes = 3;

    private static readonly int Rounds = StormSettings.Kills(3);

    [Theory]
    [InlineData(StoreOfTest.Sqlite)]
    [InlineData(StoreOfTest.MariaDb)]
    public async Task Kill_UnderLoad_KeepsEveryAnsweredLineAndGoesOn(string provider)
    {
        await using var data = await StoreOfTest.CreateAsync(provider);
        var phones = Enumerable.Range(1, Phones).Select(number => new LoadPhone(number)).ToArray();
        await using (var server = await DomaekaServer.StartAsync(data.Store))
        {
            foreach (var phone in phones)
                await phone.EnrolAsync(server);
            await server.StopAsync();
        }

        for (var round = 0; round < Rounds; round++)
        {
            await RunAndKillAsync(data.Store, phones);
            AssertLogged(data.Store, phones);
        }

        await RunToTheEndAsync(data.Store, phones);
        AssertLogged(data.Store, phones);
        Assert.All(phones, phone => Assert.Empty(phone.Unanswered));
    }

    [Fact]
    public async Task Kill_OneOfThree_KeepsEveryAnsweredLineAndGoesOn()
    {
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.MariaDb);
        await using var cluster = await Cluster.StartAsync(data.Store, Processes, Cluster.ShortLease);
        var phones = Enumerable.Range(1, Phones).Select(number => new LoadPhone(number)).ToArray();
        foreach (var phone in phones)
            await phone.EnrolAsync(cluster[0]);
        for (var process = 1; process < Processes; process++)
            await phones[^1].WaitUntilServedAsync(cluster[process]);

        var answers = 0;
        using var enough = new CancellationTokenSource();
        var talking = Task.WhenAll(phones.Select(TalkAsync));
        for (var round = 0; round < Rounds; round++)
        {
            var answersUntilKill = Volatile.Read(ref answers) + Random.Shared.Next(1, 1_000);
            await Eventually.TrueAsync(() => talking.IsCompleted || Volatile.Read(ref answers) >= answersUntilKill);
            var victim = Random.Shared.Next(Processes);
            await cluster.KillAsync(victim);
            await cluster.StartAsync(victim);
        }

        await enough.CancelAsync();
        await talking.DefaultTimeout();
        await cluster.StopAsync();
        AssertLogged(data.Store, phones);
        Assert.All(phones, phone => Assert.Empty(phone.Unanswered));

        // On any of the processes, each time.
        async Task TalkAsync(LoadPhone phone)
        {
            while (!enough.IsCancellationRequested || phone.Unanswered.Count > 0)
                await phone.RunAsync(cluster.Any()!, () => Interlocked.Increment(ref answers), enough.Token);
        }
    }

    private static async Task RunAndKillAsync(ServerStore store, LoadPhone[] phones)
    {
        var answersUntilKill = Random.Shared.Next(1, 2_000);
        var answers = 0;
        await using var server = await DomaekaServer.StartAsync(store);
        await Task.WhenAll(phones.Select(phone => phone.RunAsync(server, OnAnswer, CancellationToken.None))).DefaultTimeout();
        await server.Program.WaitForExitAsync();

        Assert.True(answers >= answersUntilKill, $"The phones lost the server after {answers} of {answersUntilKill} answers.");

        void OnAnswer()
        {
            if (Interlocked.Increment(ref answers) == answersUntilKill)
                server.Program.Kill();
        }
    }

    private static async Task RunToTheEndAsync(ServerStore store, LoadPhone[] phones)
    {
        var answers = 0;
        using var enough = new CancellationTokenSource();
        await using var server = await DomaekaServer.StartAsync(store);
        await Task.WhenAll(phones.Select(phone => phone.RunAsync(server, OnAnswer, enough.Token))).DefaultTimeout();
        await server.StopAsync();

        void OnAnswer()
        {
            if (Interlocked.Increment(ref answers) == 500)
                enough.Cancel();
        }
    }

    private static void AssertLogged(ServerStore store, LoadPhone[] phones)
    {
        using var database = Database.Open(store);
        var logged = database.LoggedIds();
        var missing = phones.SelectMany(phone => phone.Answered).Where(id => !logged.Contains(id)).ToArray();
        Assert.True(missing.Length == 0, $"{missing.Length} answered lines are not in the chat log, such as {missing.FirstOrDefault()}.");
        database.AssertSound();
    }
}
