using Domaeka.Core.Processes;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IBotMappingStore"/> must do.</summary>
public abstract class BotMappingStoreContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private const string Here = "10.0.0.1:1490";
    private const string Elsewhere = "10.0.0.2:1490";

    private IBotMappingStore Store => Get<IBotMappingStore>();

    [Fact]
    public async Task ApplyAsync_NoTable_DoesNothing()
    {
        Assert.False(Store.IsKept);

        await Store.ClearAsync(Here, default).DefaultTimeout();
        await Store.ApplyAsync(Here, [new BotMappingChange("bot", BotMappingKind.Connected, Samples.Now)], default).DefaultTimeout();
    }

    [Fact]
    public async Task ApplyAsync_LifeOfABot_IsKept()
    {
        await MakeTableAsync();
        Assert.True(Store.IsKept);

        await Store.ApplyAsync(Here, [new BotMappingChange("bot", BotMappingKind.Connected, Samples.Now)], default).DefaultTimeout();
        await Store.ApplyAsync(Here, [new BotMappingChange("bot", BotMappingKind.Seen, Samples.Now.AddSeconds(30))], default).DefaultTimeout();
        Assert.Equal("1", await CountAsync(
            "bot_name = 'bot' AND server_id = '10.0.0.1:1490' AND is_active = 1 AND connected_at < '2026-11-20 03:04:06' AND last_ping_at > '2026-11-20 03:04:34'"));

        await Store.ApplyAsync(Here, [new BotMappingChange("bot", BotMappingKind.Gone, Samples.Now.AddSeconds(40))], default).DefaultTimeout();
        Assert.Equal("1", await CountAsync("bot_name = 'bot' AND is_active = 0"));
    }

    [Fact]
    public async Task ApplyAsync_BotThatMoved_IsNotTouchedByWhatItLeft()
    {
        await MakeTableAsync();
        await Store.ApplyAsync(Here, [new BotMappingChange("bot", BotMappingKind.Connected, Samples.Now)], default).DefaultTimeout();
        await Store.ApplyAsync(Elsewhere, [new BotMappingChange("bot", BotMappingKind.Connected, Samples.Now)], default).DefaultTimeout();

        await Store.ApplyAsync(
            Here,
            [new BotMappingChange("bot", BotMappingKind.Seen, Samples.Now.AddDays(1)), new BotMappingChange("bot", BotMappingKind.Gone, Samples.Now.AddDays(1))],
            default).DefaultTimeout();

        Assert.Equal("1", await CountAsync("server_id = '10.0.0.2:1490' AND is_active = 1 AND last_ping_at < '2026-11-21'"));
    }

    [Fact]
    public async Task ClearAsync_BotsOfThisServer_AreInactiveAndOthersStay()
    {
        await MakeTableAsync();
        await Store.ApplyAsync(Here, [new BotMappingChange("a", BotMappingKind.Connected, Samples.Now)], default).DefaultTimeout();
        await Store.ApplyAsync(Elsewhere, [new BotMappingChange("b", BotMappingKind.Connected, Samples.Now)], default).DefaultTimeout();

        await Store.ClearAsync(Here, default).DefaultTimeout();

        Assert.Equal("1", await CountAsync("bot_name = 'a' AND is_active = 0"));
        Assert.Equal("1", await CountAsync("bot_name = 'b' AND is_active = 1"));
    }

    private async Task MakeTableAsync()
    {
        await Fixture.ExecuteAsync(
            """
            CREATE TABLE kb_bot_server_mapping (
                bot_name VARCHAR(30) NOT NULL PRIMARY KEY, server_id VARCHAR(50) NOT NULL, connected_at DATETIME NOT NULL,
                last_ping_at DATETIME NOT NULL, is_active TINYINT DEFAULT 1)
            """);
        await Fixture.RestartAsync();
    }

    private Task<string?> CountAsync(string condition) =>
        Fixture.ReadTextAsync($"SELECT count(*) FROM kb_bot_server_mapping WHERE {condition}");
}
