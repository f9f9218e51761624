using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests.Hostile;

/// <summary>Genuine lines, changed at random, by many at once: nothing of it may harm the server or a good phone beside.</summary>
/// <remarks><c>DOMAEKA_MUTATIONS</c> in the environment makes it as many lines as wanted, such as 1000000.</remarks>
public sealed class MutatedLinesTests
{
    private const string Room = "공동구매방";
    private const int Speakers = 8;
    private const int MostMegabytes = 600;

    [Fact]
    public async Task Lines_MutatedAtRandom_HarmNobody()
    {
        var lines = StormSettings.Mutations(20_000);
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path);
        await using var phone = await server.AdmitAsync(new PhoneProfile { BotName = "착한 봇" }, Room, "1");
        var hostile = Enumerable.Range(1, Speakers).Select(seed => new HostilePhone(server.TcpPort, new HostileLines(seed))).ToArray();

        var attack = Task.WhenAll(hostile.Select(each => Task.Run(() => each.SayAsync(lines / Speakers))));
        var asked = 0;
        for (; !attack.IsCompleted; asked++)
            await phone.AskAsync(Room, "1", 1);
        await attack;

        await phone.AskAsync(Room, "1", 10);
        Assert.True(asked > 10, $"The good phone was answered {asked} times.");
        Assert.True(hostile.Sum(each => each.Closed) > 0, "Nobody was ever cut off.");
        Assert.False(phone.Closed.IsCompleted);
        var status = await server.Shop.StatusAsync();
        Assert.True(status.StorageAvailable);
        Assert.InRange(status.Memory.UsedBytes >> 20, 1, MostMegabytes);
        Assert.DoesNotContain(server.Program.Output.Lines, line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal));
        await server.StopAsync();
    }
}
