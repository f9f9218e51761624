using Domaeka.Core.Processes;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IServerLoadStore"/> must do.</summary>
public abstract class ServerLoadStoreContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private static readonly DateTimeOffset Since = Samples.Now.AddSeconds(-90);

    private IServerLoadStore Store => Get<IServerLoadStore>();

    [Fact]
    public async Task ReportAsync_SeveralProcesses_AddUpInTheServersRow()
    {
        await AddServerAsync();

        await Store.ReportAsync(Load("a", live: 3, taken: 5), Since, default).DefaultTimeout();
        var load = await Store.ReportAsync(Load("b", live: 2, taken: 2), Since, default).DefaultTimeout();

        Assert.Equal(new ServerLoad { ServerId = 1, Host = "10.0.0.1", MaxBots = 10, TakenElsewhere = 5 }, load);
        Assert.Equal("5", await CurrentBotsAsync());

        await Store.ReportAsync(Load("a", live: 0, taken: 0), Since, default).DefaultTimeout();
        Assert.Equal("2", await CurrentBotsAsync());
    }

    [Fact]
    public async Task ReportAsync_ProcessThatFellSilent_IsNotCounted()
    {
        await AddServerAsync();
        await Store.ReportAsync(Load("silent", 4, 4) with { At = Since.AddMilliseconds(-1) }, Since, default).DefaultTimeout();
        await Store.ReportAsync(Load("late", 1, 1) with { At = Since }, Since, default).DefaultTimeout();

        var load = await Store.ReportAsync(Load("a", 2, 2), Since, default).DefaultTimeout();

        Assert.Equal(1, load!.TakenElsewhere);
        Assert.Equal("3", await CurrentBotsAsync());
    }

    [Fact]
    public async Task ReportAsync_ProcessOfAnotherServer_IsNotCounted()
    {
        await AddServerAsync();
        await Store.ReportAsync(Load("other", 4, 4) with { ServerId = 2 }, Since, default).DefaultTimeout();

        var load = await Store.ReportAsync(Load("a", 2, 2), Since, default).DefaultTimeout();

        Assert.Equal(0, load!.TakenElsewhere);
        Assert.Equal("2", await CurrentBotsAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7L)]
    public async Task ReportAsync_NoServer_IsKeptForTheProcess(long? serverId)
    {
        await Get<IServerProcessStore>().ReportAsync(Samples.Process("a"), default).DefaultTimeout();

        Assert.Null(await Store.ReportAsync(Load("a", 3, 3) with { ServerId = serverId }, Since, default).DefaultTimeout());

        Assert.Equal(3, (await Get<IServerProcessStore>().FindAsync("a", default).DefaultTimeout())!.LiveBots);
    }

    [Fact]
    public async Task ReadAsync_AnyServer_ChangesNothing()
    {
        await AddServerAsync();
        await Store.ReportAsync(Load("a", 3, 4), Since, default).DefaultTimeout();
        await Fixture.ExecuteAsync("UPDATE kb_servers SET current_bots = 99");

        Assert.Equal(4, (await Store.ReadAsync(1, "b", Since, default).DefaultTimeout())!.TakenElsewhere);
        Assert.Equal(0, (await Store.ReadAsync(1, "a", Since, default).DefaultTimeout())!.TakenElsewhere);
        Assert.Null(await Store.ReadAsync(2, "a", Since, default).DefaultTimeout());
        Assert.Equal("99", await CurrentBotsAsync());
    }

    [Theory]
    [InlineData("'healthy'", "1", ServerAvailability.Open)]
    [InlineData("'failed'", "NULL", ServerAvailability.Open)]
    [InlineData("NULL", "1", ServerAvailability.Open)]
    [InlineData("'healthy'", "0", ServerAvailability.Inactive)]
    [InlineData("'maintenance'", "1", ServerAvailability.Maintenance)]
    public async Task ReadAsync_WordsOfTheWebAdmin_SayWhetherPhonesAreTaken(string status, string isActive, ServerAvailability expected)
    {
        await AddServerAsync();
        await Fixture.ExecuteAsync($"UPDATE kb_servers SET status = {status}, is_active = {isActive}");

        Assert.Equal(expected, (await Store.ReadAsync(1, "a", Since, default).DefaultTimeout())!.Availability);
    }

    [Theory]
    [InlineData("NULL", null)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("1", 1)]
    public async Task ReadAsync_MaxBots_ZeroAndNullAreNoLimit(string stored, int? expected)
    {
        await AddServerAsync();
        await Fixture.ExecuteAsync($"UPDATE kb_servers SET max_bots = {stored}");

        Assert.Equal(expected, (await Store.ReadAsync(1, "a", Since, default).DefaultTimeout())!.MaxBots);
    }

    [Fact]
    public async Task ReportAsync_ManyAtOnce_OneFindsEveryOther()
    {
        await AddServerAsync();

        var loads = await Task.WhenAll(Enumerable.Range(0, 12).Select(
            number => Store.ReportAsync(Load($"p{number}", 1, 1), Since, default))).DefaultTimeout();

        Assert.Equal(Enumerable.Range(0, 12), loads.Select(load => load!.TakenElsewhere).Order());
        Assert.Equal("12", await CurrentBotsAsync());
    }

    private static ProcessLoad Load(string process, int live, int taken) => new()
    {
        ProcessName = process,
        ServerId = 1,
        LiveBots = live,
        TakenPlaces = taken,
        At = Samples.Now,
    };

    private Task AddServerAsync() => Fixture.ExecuteAsync(
        "INSERT INTO kb_servers (server_id, server_name, server_host, status, max_bots) VALUES (1, 'seoul', '10.0.0.1', 'healthy', 10)");

    private Task<string?> CurrentBotsAsync() => Fixture.ReadTextAsync("SELECT current_bots FROM kb_servers");
}
