using Domaeka.Core.Processes;
using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Processes;

public sealed class ServerLoadReporterTests : IAsyncLifetime
{
    private static readonly TimeSpan Tick = new ProcessOptions().LoadInterval;

    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryServer _server = new();
    private readonly TestProcess _process;

    public ServerLoadReporterTests() => _process = new TestProcess("a", _server, _clock);

    public async Task InitializeAsync()
    {
        await _process.Reporter.StartAsync(default);
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1);
    }

    public async Task DisposeAsync()
    {
        await _process.Reporter.StopAsync(default);
        _process.Dispose();
    }

    [Fact]
    public void Start_Server_IsKnownBeforeThePortsAreOpen()
    {
        Assert.Equal(1, _process.Reporter.Server!.ServerId);
        Assert.Equal(0, Assert.Single(_server.Reports).LiveBots);
    }

    [Fact]
    public async Task Tick_NothingChanged_OnlyReadsWhatHolds()
    {
        _server.Row = new ServerLoad { ServerId = 1, MaxBots = 3 };

        _clock.Advance(Tick);
        await Eventually.TrueAsync(() => _process.Reporter.Server?.MaxBots == 3);

        Assert.Single(_server.Reports);
    }

    [Fact]
    public async Task Tick_PhonesChanged_IsReportedOnce()
    {
        _process.Live = 5;

        _clock.Advance(Tick);
        await Eventually.TrueAsync(() => _server.CurrentBots == 5);
        _clock.Advance(Tick);
        await Eventually.TrueAsync(() => _server.Reads == 1);

        Assert.Equal(2, _server.Reports.Count);
    }

    [Fact]
    public async Task Tick_HeartbeatDue_IsReportedWithoutAChange()
    {
        var due = new ProcessOptions().HeartbeatInterval;
        for (var elapsed = TimeSpan.Zero; elapsed < due; elapsed += Tick)
        {
            var reads = _server.Reads;
            var reports = _server.Reports.Count;
            _clock.Advance(Tick);
            await Eventually.TrueAsync(() => _server.Reads > reads || _server.Reports.Count > reports);
        }

        Assert.Equal(2, _server.Reports.Count);
    }

    [Fact]
    public async Task Tick_DatabaseAway_IsMadeUpForWhenItIsBack()
    {
        _process.Live = 5;
        _server.IsAway = true;
        _clock.Advance(Tick);
        _server.IsAway = false;

        await Eventually.TrueAsync(() =>
        {
            _clock.Advance(Tick);
            return _server.CurrentBots == 5;
        });
    }

    [Fact]
    public async Task Stop_PhonesLive_LeavesNoneBehind()
    {
        _process.Live = 5;
        await _process.Reporter.ReportAsync(default);

        await _process.Reporter.StopAsync(default);

        Assert.Equal(0, _server.CurrentBots);
        Assert.Equal(0, _server.Reports[^1].TakenPlaces);
    }
}
