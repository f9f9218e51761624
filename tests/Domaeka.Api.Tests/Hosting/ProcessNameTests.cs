using System.Net;
using System.Net.Sockets;
using Domaeka.Api.Hosting;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Processes;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;

namespace Domaeka.Api.Tests.Hosting;

public sealed class ProcessNameTests : IAsyncLifetime
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private ProcessTables _tables = null!;

    public async Task InitializeAsync() => _tables = await ProcessTables.MakeAsync();

    public Task DisposeAsync()
    {
        _tables.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("--process-name=server-test-01")]
    [InlineData("--process-name server-test-01")]
    [InlineData("--Process:Name=server-test-01")]
    public async Task Start_RowOfThatName_GivesThePortAndIsKept(string argument)
    {
        var port = FreePort();
        _tables.AddProcess("server-test-01", port);

        await using (var host = DomaekaHost.Build(Settings(argument.Split(' '))))
        {
            await host.StartAsync().DefaultTimeout();

            Assert.Equal(port, host.TcpEndPoint.Port);
            Assert.Equal("running", _tables.Status("server-test-01"));
            Assert.Equal(
                $"{Environment.ProcessId}/{port}/test/prod/1",
                _tables.Read("SELECT pid || '/' || port || '/' || type || '/' || mode || '/' || server_id FROM kb_server_processes"));
            Assert.NotEmpty(_tables.Read("SELECT last_start_at FROM kb_server_processes"));
            await host.StopAsync().DefaultTimeout();
        }

        Assert.Equal("stopped", _tables.Status("server-test-01"));
        Assert.NotEmpty(_tables.Read("SELECT last_stop_at FROM kb_server_processes"));
        Assert.Equal("1", _tables.Read("SELECT count(*) FROM kb_server_processes"));
    }

    [Fact]
    public async Task Start_PortGivenBeside_GoesBeforeTheRow()
    {
        _tables.AddProcess("server-test-01", 1490);

        await using var host = DomaekaHost.Build(Settings("--process-name=server-test-01", "--Tcp:Port=0"));
        await host.StartAsync().DefaultTimeout();

        Assert.NotEqual(1490, host.TcpEndPoint.Port);
        Assert.Equal($"{host.TcpEndPoint.Port}", _tables.Read("SELECT port FROM kb_server_processes"));
        await host.StopAsync().DefaultTimeout();
    }

    [Fact]
    public async Task Start_NoSuchRow_EndsWithTheNamesThereAre()
    {
        _tables.AddProcess("server-test-01", 1481);

        Assert.Equal(ExitCodes.WrongConfiguration, await RunAsync("--process-name=server-tset-01"));

        Assert.Contains("Process:Name is \"server-tset-01\"", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("there are \"server-test-01\"", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("--Process:CreateRow=true", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal("1", _tables.Read("SELECT count(*) FROM kb_server_processes"));
        Assert.False(File.Exists(Path.Combine(_tables.Directory, "admin.key")));
    }

    [Fact]
    public async Task Start_NoSuchRowAndMayBeMade_MakesIt()
    {
        await using var host = DomaekaHost.Build(Settings("--process-name=new", "--Process:CreateRow=true", "--Tcp:Port=0"));
        await host.StartAsync().DefaultTimeout();

        Assert.Equal("running", _tables.Status("new"));
        await host.StopAsync().DefaultTimeout();
    }

    [Fact]
    public async Task Start_RowWithoutAPort_UsesTheConfiguredOne()
    {
        _tables.AddProcess("server-test-01", null);

        await using var host = DomaekaHost.Build(Settings("--process-name=server-test-01", "--Tcp:Port=0"));
        await host.StartAsync().DefaultTimeout();

        Assert.Equal($"{host.TcpEndPoint.Port}", _tables.Read("SELECT port FROM kb_server_processes"));
        await host.StopAsync().DefaultTimeout();
    }

    [Fact]
    public async Task Start_RowWithAnImpossiblePort_EndsWithIt()
    {
        _tables.AddProcess("server-test-01", 70_000);

        Assert.Equal(ExitCodes.WrongConfiguration, await RunAsync("--process-name=server-test-01"));

        Assert.Contains("has port 70000", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortTaken_LeavesErrorInTheRow()
    {
        using var other = Listen(out var port);
        _tables.AddProcess("server-test-01", port);

        Assert.Equal(ExitCodes.WrongConfiguration, await RunAsync("--process-name=server-test-01"));

        Assert.Contains($"Tcp:Port is {port}", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal("error", _tables.Status("server-test-01"));
    }

    [Fact]
    public async Task Start_TheProcessRunsAlready_LeavesItsRowAlone()
    {
        using var other = Listen(out var port);
        _tables.AddProcess("server-test-01", port, ServerProcessStatus.Running, DateTimeOffset.UtcNow);

        Assert.Equal(ExitCodes.WrongConfiguration, await RunAsync("--process-name=server-test-01"));

        Assert.Equal("running", _tables.Status("server-test-01"));
        Assert.Equal("1", _tables.Read("SELECT pid FROM kb_server_processes"));
    }

    [Fact]
    public async Task Services_BeforeTheStart_AreNotThere()
    {
        await using var host = DomaekaHost.Build(Settings("--process-name=server-test-01"));

        Assert.Throws<InvalidOperationException>(() => host.Services);
        await host.StopAsync().DefaultTimeout();
    }

    [Fact]
    public async Task Phones_AsManyAsTheServerMayHold_AreCountedAndNoMoreComeIn()
    {
        _tables.AddProcess("server-test-01", null);
        _tables.Execute("UPDATE kb_servers SET max_bots = 1");
        await using var host = DomaekaHost.Build(
            Settings("--process-name=server-test-01", "--Tcp:Port=0", "--Process:LoadInterval=00:00:00.1"));
        await host.StartAsync().DefaultTimeout();

        await using var first = await ConnectAsync(host, "d1");
        Assert.True((await first.HandshakeAsync()).Success);
        await Eventually.TrueAsync(() => _tables.Read("SELECT current_bots FROM kb_servers") == "1");
        await using var second = await ConnectAsync(host, "d2");
        var refusal = await second.HandshakeAsync();
        Assert.False(refusal.Success);
        Assert.Contains("server full", refusal.Message, StringComparison.Ordinal);

        // The web admin makes room, and then closes the server.
        _tables.Execute("UPDATE kb_servers SET max_bots = 2");
        await Eventually.TrueAsync(async () =>
        {
            await using var phone = await ConnectAsync(host, "d2");
            return (await phone.HandshakeAsync()).Success;
        });
        _tables.Execute("UPDATE kb_servers SET max_bots = NULL, status = 'maintenance'");
        await Eventually.TrueAsync(async () =>
        {
            await using var phone = await ConnectAsync(host, "d3");
            return (await phone.HandshakeAsync()).Message!.Contains("maintenance", StringComparison.Ordinal);
        });

        await host.StopAsync().DefaultTimeout();
        Assert.Equal("0", _tables.Read("SELECT current_bots FROM kb_servers"));
    }

    private static Task<FakePhone> ConnectAsync(DomaekaHost host, string device) => FakePhone.ConnectAsync(
        host.TcpEndPoint.Port, new PhoneProfile { BotName = "bot", DeviceId = device, SecretKey = null });

    private string[] Settings(params string[] arguments) =>
        [.. ApiHost.LoopbackSettings(_tables.Directory).Where(setting => !setting.StartsWith("--Tcp:Port", StringComparison.Ordinal)), .. arguments];

    private Task<int> RunAsync(params string[] arguments) =>
        DomaekaProgram.RunAsync(Settings(arguments), _output, _errors).DefaultTimeout();

    private static int FreePort()
    {
        using var listener = Listen(out var port);
        return port;
    }

    private static TcpListener Listen(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }
}
