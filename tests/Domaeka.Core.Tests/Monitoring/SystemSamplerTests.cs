using Domaeka.Core.Monitoring;
using Domaeka.Core.Processes;
using Domaeka.Core.Status;
using Domaeka.Core.Storage;
using Domaeka.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace Domaeka.Core.Tests.Monitoring;

public sealed class SystemSamplerTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryMonitorStore _store = new();
    private readonly PlayedMachine _probe = new();
    private readonly IServerStatusSource _status = Substitute.For<IServerStatusSource>();
    private readonly IServerProcessStore _processes = Substitute.For<IServerProcessStore>();
    private readonly MonitoringOptions _options = new() { Directory = "data" };
    private SystemSampler? _sampler;

    public SystemSamplerTests()
    {
        _status.Read().Returns(new ServerStatus
        {
            Version = "1",
            StartedAt = default,
            Connections = 17,
            LiveDevices = 16,
            QueuedCommands = 3,
            RunningCommands = 100,
            ChatLogBacklog = 4,
            PendingMessages = 1_000,
            LinesReceived = 0,
            RepliesSent = 0,
            DuplicatesDropped = 0,
            IsDraining = false,
            Drain = new Core.Draining.DrainProgress { Phase = Core.Draining.DrainPhase.Serving, Remaining = 0 },
            IsStorageAvailable = true,
            StorageProvider = "sqlite",
            Commands = [],
            StuckCommands = [],
            MemoryPressure = default,
            Memory = default,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _sampler!.StopAsync(default).DefaultTimeout();
        _sampler.Dispose();
    }

    [Fact]
    public async Task ExecuteAsync_SoonAfterTheStartAndThenAtTheInterval_Samples()
    {
        _probe.Play(
            new MachineReading { CpuTotal = 1_000, CpuIdle = 900 },
            new MachineReading { CpuTotal = 2_000, CpuIdle = 1_650, MemoryTotal = 4L << 30, MemoryUsed = 1L << 30, DiskPercent = 61.5 },
            new MachineReading { CpuTotal = 3_000, CpuIdle = 2_650 });
        await StartAsync();

        _clock.Advance(_options.FirstSystemSample);
        Assert.Equal(
            new SystemSample
            {
                ServerName = Environment.MachineName,
                At = _clock.GetUtcNow(),
                CpuPercent = 25,
                MemoryTotalMegabytes = 4_096,
                MemoryUsedMegabytes = 1_024,
                MemoryPercent = 25,
                DiskPercent = 61.5,
                Connections = 17,
                QueueLength = 7,
            },
            await _store.NextSampleAsync());

        await AdvanceAsync();
        var second = await _store.NextSampleAsync();
        Assert.Equal(["data"], _probe.Asked.Distinct());
        Assert.Equal((0d, null, null), (second.CpuPercent, second.MemoryPercent, second.DiskPercent));
    }

    [Fact]
    public async Task ExecuteAsync_ServerHasAName_IsSampledUnderIt()
    {
        _processes.FindAsync("domaeka", Arg.Any<CancellationToken>()).Returns(new ServerProcess
        {
            Name = "domaeka",
            Pid = 1,
            Port = 1,
            Status = ServerProcessStatus.Running,
            LastHeartbeat = default,
            Server = new ProcessServer { Id = 1, Name = "서울 1" },
        });
        await StartAsync();

        _clock.Advance(_options.FirstSystemSample);

        var sample = await _store.NextSampleAsync();
        Assert.Equal("서울 1", sample.ServerName);
        Assert.Null(sample.CpuPercent);
    }

    [Fact]
    public async Task ExecuteAsync_DatabaseAway_TheNextSampleIsTaken()
    {
        var refused = new TaskCompletionSource();
        _store.RefuseSample = () =>
        {
            refused.SetResult();
            throw new StorageUnavailableException("away");
        };
        await StartAsync();
        _clock.Advance(_options.FirstSystemSample);
        await refused.Task.DefaultTimeout();

        _store.RefuseSample = null;
        await AdvanceAsync();

        Assert.Equal(_clock.GetUtcNow(), (await _store.NextSampleAsync()).At);
    }

    [Fact]
    public async Task ExecuteAsync_SwitchedOff_LooksAtNothing()
    {
        _options.RecordSystem = false;

        _sampler = Create();
        await _sampler.StartAsync(default);
        await _sampler.ExecuteTask!.DefaultTimeout();

        Assert.Empty(_probe.Asked);
    }

    private async Task StartAsync()
    {
        _sampler = Create();
        await _sampler.StartAsync(default);
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1);
    }

    private async Task AdvanceAsync()
    {
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1);
        _clock.Advance(_options.SystemInterval);
    }

    private SystemSampler Create() => new(
        _store,
        _probe,
        _status,
        _processes,
        Options.Create(new ProcessOptions()),
        Options.Create(_options),
        _clock,
        NullLogger<SystemSampler>.Instance);
}
