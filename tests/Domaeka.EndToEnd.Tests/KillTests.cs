using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit;

namespace Domaeka.EndToEnd.Tests;

/// <summary>Design decision 2: a chat line whose reply was sent is in the chat log, whatever happens to the process.</summary>
public sealed class KillTests
{
    private const int Phones = 20;
    private const int Rounds = 5;

    [Fact]
    public async Task Kill_UnderLoad_KeepsEveryAnsweredLineAndGoesOn()
    {
        using var data = new TempDirectory();
        var phones = Enumerable.Range(1, Phones).Select(number => new LoadPhone(number)).ToArray();
        await using (var server = await DomaekaServer.StartAsync(data.Path))
        {
            foreach (var phone in phones)
                await phone.EnrolAsync(server);
            await server.StopAsync();
        }

        for (var round = 0; round < Rounds; round++)
        {
            await RunAndKillAsync(data.Path, phones);
            AssertLogged(data.Path, phones);
        }

        await RunToTheEndAsync(data.Path, phones);
        AssertLogged(data.Path, phones);
        Assert.All(phones, phone => Assert.Empty(phone.Unanswered));
    }

    private static async Task RunAndKillAsync(string directory, LoadPhone[] phones)
    {
        var answersUntilKill = Random.Shared.Next(1, 2_000);
        var answers = 0;
        await using var server = await DomaekaServer.StartAsync(directory);
        await Task.WhenAll(phones.Select(phone => phone.RunAsync(server, OnAnswer, CancellationToken.None))).DefaultTimeout();
        await server.Program.WaitForExitAsync();

        Assert.True(answers >= answersUntilKill, $"The phones lost the server after {answers} of {answersUntilKill} answers.");

        void OnAnswer()
        {
            if (Interlocked.Increment(ref answers) == answersUntilKill)
                server.Program.Kill();
        }
    }

    private static async Task RunToTheEndAsync(string directory, LoadPhone[] phones)
    {
        var answers = 0;
        using var enough = new CancellationTokenSource();
        await using var server = await DomaekaServer.StartAsync(directory);
        await Task.WhenAll(phones.Select(phone => phone.RunAsync(server, OnAnswer, enough.Token))).DefaultTimeout();
        await server.StopAsync();

        void OnAnswer()
        {
            if (Interlocked.Increment(ref answers) == 500)
                enough.Cancel();
        }
    }

    private static void AssertLogged(string directory, LoadPhone[] phones)
    {
        using var database = Database.Open(directory);
        var logged = database.LoggedIds();
        var missing = phones.SelectMany(phone => phone.Answered).Where(id => !logged.Contains(id)).ToArray();
        Assert.True(missing.Length == 0, $"{missing.Length} answered lines are not in the chat log, such as {missing.FirstOrDefault()}.");
        Assert.Equal(["ok"], database.Read("PRAGMA integrity_check"));
    }
}
