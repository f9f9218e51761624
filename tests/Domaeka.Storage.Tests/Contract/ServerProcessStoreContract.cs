using Domaeka.Core.Processes;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IServerProcessStore"/> must do.</summary>
public abstract class ServerProcessStoreContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private IServerProcessStore Store => Get<IServerProcessStore>();

    [Fact]
    public async Task ReportAsync_SeveralProcesses_AreListedByNameAfterRestart()
    {
        await Store.ReportAsync(Samples.Process("b"), default).DefaultTimeout();
        await Store.ReportAsync(Samples.Process("a"), default).DefaultTimeout();
        await Fixture.RestartAsync();

        Assert.Equal([Samples.Process("a"), Samples.Process("b")], await Store.ListAsync(default).DefaultTimeout());
    }

    [Theory]
    [InlineData(ServerProcessStatus.Starting, "starting")]
    [InlineData(ServerProcessStatus.Running, "running")]
    [InlineData(ServerProcessStatus.Stopping, "stopping")]
    [InlineData(ServerProcessStatus.Stopped, "stopped")]
    [InlineData(ServerProcessStatus.Error, "error")]
    [InlineData(ServerProcessStatus.Crashed, "crashed")]
    public async Task ReportAsync_Status_IsStoredAsTheWordOfTheWebAdmin(ServerProcessStatus status, string word)
    {
        await Store.ReportAsync(Samples.Process() with { Status = status }, default).DefaultTimeout();

        Assert.Equal(word, await Fixture.ReadTextAsync("SELECT status FROM kb_server_processes"));
        Assert.Equal(status, (await Store.ListAsync(default).DefaultTimeout()).Single().Status);
    }

    [Fact]
    public async Task ReportAsync_NameKnown_ReplacesItsRow()
    {
        await Store.ReportAsync(Samples.Process(), default).DefaultTimeout();
        var newer = Samples.Process() with
        {
            Pid = 9,
            Port = 2000,
            Status = ServerProcessStatus.Stopped,
            LastHeartbeat = Samples.Now.AddSeconds(30),
            CpuUsagePercent = 0,
            MemoryUsageMegabytes = 1,
            LastStopAt = Samples.Now.AddSeconds(30),
        };

        await Store.ReportAsync(newer, default).DefaultTimeout();

        Assert.Equal([newer], await Store.ListAsync(default).DefaultTimeout());
    }

    [Fact]
    public async Task ReportAsync_RowThatTheWebAdminMade_KeepsItsOtherColumns()
    {
        await Fixture.ExecuteAsync(
            "INSERT INTO kb_server_processes (process_name, status, type, server_id, supervisor_port) "
            + "VALUES ('domaeka-1490', 'stopped', 'test', 3, 9001)");

        await Store.ReportAsync(Samples.Process(), default).DefaultTimeout();

        Assert.Equal([Samples.Process() with { Type = "test", ServerId = 3 }], await Store.ListAsync(default).DefaultTimeout());
        Assert.Equal(
            "1", await Fixture.ReadTextAsync("SELECT count(*) FROM kb_server_processes WHERE type = 'test' AND server_id = 3 AND supervisor_port = 9001"));
    }

    [Fact]
    public async Task ListAsync_RowWithGapsAndAnOddStatus_IsRead()
    {
        await Fixture.ExecuteAsync("INSERT INTO kb_server_processes (process_name, status) VALUES ('old', 'zombie')");

        var process = (await Store.ListAsync(default).DefaultTimeout()).Single();

        Assert.Equal(("old", ServerProcessStatus.Unknown, 0, 0), (process.Name, process.Status, process.Pid, process.Port));
    }

    [Fact]
    public async Task ReportAsync_StartAndEnd_AreKeptBesideWhatComesBetween()
    {
        foreach (var (status, seconds) in new[]
        {
            (ServerProcessStatus.Starting, 0), (ServerProcessStatus.Running, 1), (ServerProcessStatus.Stopping, 2), (ServerProcessStatus.Stopped, 3),
            (ServerProcessStatus.Starting, 4), (ServerProcessStatus.Running, 5),
        })
        {
            await Store.ReportAsync(
                Samples.Process() with { Status = status, LastHeartbeat = Samples.Now.AddSeconds(seconds) }, default).DefaultTimeout();
        }

        var process = await Store.FindAsync("domaeka-1490", default).DefaultTimeout();

        Assert.Equal(Samples.Now.AddSeconds(4), process!.LastStartAt);
        Assert.Equal(Samples.Now.AddSeconds(3), process.LastStopAt);
    }

    [Fact]
    public async Task FindAsync_RowOfAServer_ComesWithIt()
    {
        await Fixture.ExecuteAsync(
            "INSERT INTO kb_servers (server_id, server_name, server_host, status, max_bots, current_bots) "
            + "VALUES (3, 'seoul', '10.0.0.3', 'healthy', 20, 7)");
        await Fixture.ExecuteAsync(
            "INSERT INTO kb_server_processes (process_name, status, port, server_id) VALUES ('a', 'stopped', 1490, 3), ('b', 'stopped', NULL, 4)");

        var a = await Store.FindAsync("a", default).DefaultTimeout();
        var b = await Store.FindAsync("b", default).DefaultTimeout();

        Assert.Equal(
            new ProcessServer { Id = 3, Name = "seoul", Host = "10.0.0.3", Status = "healthy", MaxBots = 20, CurrentBots = 7 }, a!.Server);
        Assert.Equal((3L, 1490), (a.ServerId, a.Port));
        Assert.Equal((4L, 0, null), (b!.ServerId, b.Port, b.Server));
        Assert.Null(await Store.FindAsync("c", default).DefaultTimeout());
    }

    [Fact]
    public async Task TryMarkCrashedAsync_SilentSinceItWasSeen_IsMarkedOnce()
    {
        await Store.ReportAsync(Samples.Process(), default).DefaultTimeout();
        var seen = await Store.FindAsync("domaeka-1490", default).DefaultTimeout();

        Assert.True(await Store.TryMarkCrashedAsync(seen!, default).DefaultTimeout());
        Assert.False(await Store.TryMarkCrashedAsync(seen!, default).DefaultTimeout());

        Assert.Equal(seen! with { Status = ServerProcessStatus.Crashed }, await Store.FindAsync("domaeka-1490", default).DefaultTimeout());
    }

    [Fact]
    public async Task TryMarkCrashedAsync_ReportedOrRestartedSince_IsLeftAlone()
    {
        await Store.ReportAsync(Samples.Process(), default).DefaultTimeout();

        Assert.False(await Store.TryMarkCrashedAsync(
            Samples.Process() with { LastHeartbeat = Samples.Now.AddMilliseconds(-1) }, default).DefaultTimeout());
        Assert.False(await Store.TryMarkCrashedAsync(Samples.Process() with { Pid = 1 }, default).DefaultTimeout());
        Assert.False(await Store.TryMarkCrashedAsync(Samples.Process("other"), default).DefaultTimeout());

        Assert.Equal([Samples.Process()], await Store.ListAsync(default).DefaultTimeout());
    }

    [Fact]
    public async Task TryMarkCrashedAsync_RowThatNeverReported_IsMarked()
    {
        await Fixture.ExecuteAsync("INSERT INTO kb_server_processes (process_name, status) VALUES ('old', 'running')");
        var seen = await Store.FindAsync("old", default).DefaultTimeout();

        Assert.True(await Store.TryMarkCrashedAsync(seen!, default).DefaultTimeout());
    }
}
