using System.Collections.Concurrent;
using Domaeka.Core.Devices;
using Domaeka.Core.Processes;
using Domaeka.Core.Storage;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Tests.Processes;

public sealed class BotMappingRecorderTests : IAsyncLifetime
{
    private static readonly TimeSpan Tick = new ProcessOptions().LoadInterval;

    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryMapping _mapping = new();
    private readonly TestProcess _process;
    private readonly BotMappingRecorder _recorder;

    public BotMappingRecorderTests()
    {
        _process = new TestProcess("a", new MemoryServer { Row = new ServerLoad { ServerId = 1, Host = "10.0.0.1" } }, _clock);
        var options = Options.Create(new ProcessOptions { Port = 1490 });
        _recorder = new BotMappingRecorder(
            _mapping, _process.Reporter, new ConfiguredPort(options), options, _clock, NullLogger<BotMappingRecorder>.Instance);
    }

    public async Task InitializeAsync()
    {
        await _process.Reporter.ReportAsync(default);
        await _recorder.StartAsync(default);
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1);
    }

    public async Task DisposeAsync()
    {
        await _recorder.StopAsync(default);
        _recorder.Dispose();
        _process.Dispose();
    }

    [Fact]
    public async Task Phones_OfOneBot_MakeItGoneWithTheLast()
    {
        var first = new RecordingConnection(new DeviceKey("bot", "1"), "c1");
        var second = new RecordingConnection(new DeviceKey("bot", "2"), "c2");
        _recorder.OnLive(first);
        _recorder.OnLive(second);
        await TickUntilAsync(BotMappingKind.Connected);

        _recorder.OnGone(first);
        _clock.Advance(Tick);
        Assert.DoesNotContain(_mapping.Changes, change => change.Kind == BotMappingKind.Gone);

        _recorder.OnGone(second);
        await TickUntilAsync(BotMappingKind.Gone);

        Assert.Equal("10.0.0.1:1490", Assert.Single(_mapping.Servers.Distinct()));
        Assert.Equal(["clear", "Connected", "Gone"], _mapping.Order);
    }

    [Fact]
    public async Task Heartbeat_BotIsHere_IsNoted()
    {
        _recorder.OnLive(new RecordingConnection(new DeviceKey("bot", "1")));
        await TickUntilAsync(BotMappingKind.Connected);

        _clock.Advance(new ProcessOptions().HeartbeatInterval);

        await TickUntilAsync(BotMappingKind.Seen);
    }

    [Fact]
    public async Task Write_Fails_IsMadeUpForByWhatIsNewest()
    {
        var phone = new RecordingConnection(new DeviceKey("bot", "1"));
        _mapping.IsAway = true;
        _recorder.OnLive(phone);
        _clock.Advance(Tick);
        await Eventually.TrueAsync(() => _mapping.Failures > 0);
        _recorder.OnGone(phone);
        _mapping.IsAway = false;

        await TickUntilAsync(BotMappingKind.Gone);

        Assert.DoesNotContain(_mapping.Changes, change => change.Kind == BotMappingKind.Connected);
    }

    [Fact]
    public async Task Stop_PhonesGone_IsWritten()
    {
        var phone = new RecordingConnection(new DeviceKey("bot", "1"));
        _recorder.OnLive(phone);
        _recorder.OnGone(phone);

        await _recorder.StopAsync(default);

        Assert.Equal(BotMappingKind.Gone, Assert.Single(_mapping.Changes).Kind);
    }

    private Task TickUntilAsync(BotMappingKind kind) => Eventually.TrueAsync(() =>
    {
        if (_mapping.Changes.Any(change => change.Kind == kind))
            return true;
        _clock.Advance(Tick);
        return false;
    });

    private sealed class MemoryMapping : IBotMappingStore
    {
        private volatile int _failures;

        public bool IsKept => true;

        public bool IsAway { get; set; }

        public int Failures => _failures;

        public ConcurrentQueue<BotMappingChange> Changes { get; } = new();

        public ConcurrentQueue<string> Servers { get; } = new();

        public ConcurrentQueue<string> Order { get; } = new();

        public Task ClearAsync(string server, CancellationToken cancellationToken)
        {
            Check();
            Order.Enqueue("clear");
            return Task.CompletedTask;
        }

        public Task ApplyAsync(string server, IReadOnlyCollection<BotMappingChange> changes, CancellationToken cancellationToken)
        {
            Check();
            Servers.Enqueue(server);
            foreach (var change in changes)
            {
                Order.Enqueue($"{change.Kind}");
                Changes.Enqueue(change);
            }

            return Task.CompletedTask;
        }

        private void Check()
        {
            if (!IsAway)
                return;
            Interlocked.Increment(ref _failures);
            throw new StorageUnavailableException("The database is away.");
        }
    }
}
