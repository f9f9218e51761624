using System.Net;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>
/// What has to hold whatever is wrong with the database: phones stay, no reply leaves, the server says that it is not ready, and once
/// the trouble is over everything that was said is answered, without a restart.
/// </summary>
internal sealed class StorageTrouble : IAsyncDisposable
{
    private const int Phones = 3;
    private const int QuestionsEach = 5;
    private const string Room = "공동구매방";

    private readonly DomaekaServer _server;
    private readonly string _provider;
    private readonly List<FakePhone> _phones = [];

    private StorageTrouble(DomaekaServer server, string provider) => (_server, _provider) = (server, provider);

    /// <summary>Settings that let the server lose patience with its database early.</summary>
    public static string[] ShortTimeouts { get; } =
        ["--Storage:BusyTimeout=00:00:00.5", "--Storage:HealthTimeout=00:00:00.5", "--ChatLog:MaxRetryDelay=00:00:01"];

    public IEnumerable<string> Questions => Numbers.Select(number => $"# echo {number}");

    public IEnumerable<string> Answers => Numbers.Select(number => $"에코: {number}");

    private static IEnumerable<string> Numbers =>
        Enumerable.Range(0, Phones).SelectMany(phone => Enumerable.Range(0, QuestionsEach).Select(i => $"{phone}-{i}"));

    /// <summary>Phones that were served before the trouble.</summary>
    public static async Task<StorageTrouble> PrepareAsync(DomaekaServer server, string provider = StoreOfTest.Sqlite)
    {
        var trouble = new StorageTrouble(server, provider);
        for (var i = 0; i < Phones; i++)
        {
            var phone = await server.AdmitAsync(new PhoneProfile { BotName = $"bot{i}" }, Room, $"{i}");
            trouble._phones.Add(phone);
            await phone.SayAsync(Room, "# echo 전", $"{i}");
            Assert.Equal("에코: 전", (await phone.NextAsync<TextLine>()).Text);
        }

        Assert.Equal(HttpStatusCode.OK, (await server.ReadinessAsync()).Status);
        return trouble;
    }

    /// <summary>Asks while the database takes nothing, and waits until the server has noticed that.</summary>
    public async Task AskDuringTroubleAsync()
    {
        for (var i = 0; i < Phones; i++)
        {
            for (var question = 0; question < QuestionsEach; question++)
                await _phones[i].SayAsync(Room, $"# echo {i}-{question}", $"{i}");
        }

        await _server.Program.WaitForOutputAsync("Chat log cannot be written");
        await Eventually.TrueAsync(async () => (await _server.ReadinessAsync()).Status == HttpStatusCode.ServiceUnavailable);
        var (_, body) = await _server.ReadinessAsync();
        var health = await _server.Shop.Health.CheckAsync(new Grpc.Health.V1.HealthCheckRequest());

        Assert.All(_phones, phone => Assert.Single(phone.Received.OfType<TextLine>()));
        Assert.Contains($"the {_provider} database cannot be written to", body, StringComparison.Ordinal);
        Assert.Equal(Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.NotServing, health.Status);
        await Eventually.TrueAsync(async () => (await _server.Shop.StatusAsync()).ChatLogBacklog == Phones * QuestionsEach);
        Assert.False((await _server.Shop.StatusAsync()).StorageAvailable);
        Assert.All(_phones, phone => Assert.Single(phone.Received.OfType<TextLine>()));
        Assert.All(_phones, phone => Assert.False(phone.Closed.IsCompleted));
    }

    /// <summary>Waits until everything is answered on the same connections, and the server is ready again.</summary>
    public async Task AssertRecoveredAsync()
    {
        for (var i = 0; i < Phones; i++)
        {
            for (var question = 0; question < QuestionsEach; question++)
                Assert.Equal($"에코: {i}-{question}", (await _phones[i].NextAsync<TextLine>()).Text);
        }

        await Eventually.TrueAsync(async () => (await _server.ReadinessAsync()).Status == HttpStatusCode.OK);
        await Eventually.TrueAsync(async () => (await _server.Shop.StatusAsync()) is { StorageAvailable: true, ChatLogBacklog: 0 });
        Assert.All(_phones, phone => Assert.False(phone.Closed.IsCompleted));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in _phones)
            await phone.DisposeAsync();
    }
}
