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

        Assert.Equal([Samples.Process()], await Store.ListAsync(default).DefaultTimeout());
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
}
