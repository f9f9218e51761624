using Domaeka.Core.Connections;
using Domaeka.Core.Processes;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace Domaeka.Core.Tests.Processes;

public sealed class ProcessHeartbeatTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryServer _server = new();
    private readonly ProcessOptions _options = new() { Name = "own", Port = 1490 };
    private readonly ServiceProvider _services = new ServiceCollection().AddSingleton<IHostedService, Failing>().BuildServiceProvider();
    private readonly ProcessHeartbeat _heartbeat;

    public ProcessHeartbeatTests()
    {
        var options = Options.Create(_options);
        _heartbeat = new ProcessHeartbeat(
            _server,
            Substitute.For<IConnectionRegistry>(),
            new ConfiguredPort(options),
            _services,
            options,
            _clock,
            NullLogger<ProcessHeartbeat>.Instance);
    }

    public async Task InitializeAsync()
    {
        await _heartbeat.StartAsync(default);
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1);
    }

    public async Task DisposeAsync()
    {
        await _heartbeat.StopAsync(default);
        _heartbeat.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Life_FromStartToEnd_IsReported()
    {
        await _heartbeat.StartedAsync(default);
        await BeatAsync();
        await _heartbeat.StoppingAsync(default);
        await _heartbeat.StopAsync(default);
        await _heartbeat.StoppedAsync(default);

        Assert.Equal(
            [
                ServerProcessStatus.Starting, ServerProcessStatus.Running, ServerProcessStatus.Running, ServerProcessStatus.Stopping,
                ServerProcessStatus.Stopped,
            ],
            _server.Statuses);
        var row = await _server.FindAsync("own", default);
        Assert.Equal((1490, Environment.ProcessId, _clock.GetUtcNow()), (row!.Port, row.Pid, row.LastHeartbeat));
    }

    [Fact]
    public async Task Stopped_ABackgroundServiceFailed_IsAnError()
    {
        var failing = (Failing)_services.GetRequiredService<IHostedService>();
        await failing.StartAsync(default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing.ExecuteTask!);

        await _heartbeat.StoppedAsync(default);

        Assert.Equal(ServerProcessStatus.Error, _server.Statuses[^1]);
    }

    [Fact]
    public async Task Beat_ProcessesOfTheServer_SilentOnesAreCrashed()
    {
        var limit = _options.SilenceLimit;
        var beat = _clock.GetUtcNow() + _options.HeartbeatInterval;
        _server.Put(TestProcess.Process("silent") with { LastHeartbeat = beat - limit - TimeSpan.FromSeconds(1) });
        _server.Put(TestProcess.Process("late") with { LastHeartbeat = beat - limit });
        _server.Put(TestProcess.Process("stopped") with { LastHeartbeat = default, Status = ServerProcessStatus.Stopped });
        _server.Put(TestProcess.Process("elsewhere") with { LastHeartbeat = default, ServerId = 2 });

        await BeatAsync();
        await Eventually.TrueAsync(async () => (await _server.FindAsync("silent", default))!.Status == ServerProcessStatus.Crashed);

        Assert.Equal(ServerProcessStatus.Running, (await _server.FindAsync("late", default))!.Status);
        Assert.Equal(ServerProcessStatus.Stopped, (await _server.FindAsync("stopped", default))!.Status);
        Assert.Equal(ServerProcessStatus.Running, (await _server.FindAsync("elsewhere", default))!.Status);
    }

    private async Task BeatAsync()
    {
        var before = _server.Statuses.Count;
        _clock.Advance(_options.HeartbeatInterval);
        await Eventually.TrueAsync(() => _server.Statuses.Count > before);
    }

    private sealed class Failing : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.FromException(new InvalidOperationException("broken"));
    }
}
