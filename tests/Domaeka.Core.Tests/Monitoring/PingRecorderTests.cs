using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Monitoring;
using Domaeka.Core.Processes;
using Domaeka.Core.Storage;
using Domaeka.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace Domaeka.Core.Tests.Monitoring;

public sealed class PingRecorderTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryMonitorStore _store = new();
    private readonly MonitoringOptions _options = new() { PingBatchRows = 4, PingBufferRows = 10 };
    private readonly ILogger _logger = Substitute.For<ILogger>();
    private PingRecorder? _recorder;

    public PingRecorderTests() => _logger.IsEnabled(default).ReturnsForAnyArgs(true);

    private PingRecorder Recorder => _recorder!;

    public async ValueTask DisposeAsync()
    {
        await Recorder.StopAsync(default).DefaultTimeout();
        Recorder.Dispose();
    }

    [Fact]
    public async Task Record_SeveralPings_AreWrittenTogetherAfterAWhile()
    {
        await StartAsync();
        Record(3);
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1);
        Assert.Equal(0, _store.Tries);

        _clock.Advance(_options.PingFlushInterval);

        Assert.Equal(["0", "1", "2"], await _store.NextAsync());
        await Eventually.TrueAsync(() => Recorder.Written == 3);
    }

    [Fact]
    public async Task Record_MoreThanABatch_IsWrittenInBatches()
    {
        await StartAsync();
        Record(9);

        await FlushAsync();

        Assert.Equal(["0", "1", "2", "3"], await _store.NextAsync());
        Assert.Equal(["4", "5", "6", "7"], await _store.NextAsync());
        Assert.Equal(["8"], await _store.NextAsync());
    }

    [Fact]
    public async Task Record_DatabaseAway_TriesAgainAndDropsTheOldestOfTooMany()
    {
        _store.Refuse = _ => throw new StorageUnavailableException("away");
        await StartAsync();
        Record(2);
        await FlushAsync();
        await Eventually.TrueAsync(() => _store.Tries == 1 && _clock.ArmedTimers == 1);

        // The two are under way; ten more fit.
        Record(15, from: 100);
        Assert.Equal(10, Recorder.Waiting);
        Assert.Equal(5, Recorder.Dropped);
        _store.Refuse = null;
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["0", "1"], await _store.NextAsync());
        Assert.Equal(["105", "106", "107", "108"], await _store.NextAsync());
        await Eventually.TrueAsync(() => Recorder.Written == 12);
        await Eventually.TrueAsync(() => EventIds().Contains(1822));
        Assert.Equal([1820, 1821, 1822], EventIds());
    }

    [Fact]
    public async Task Record_DatabaseAwayForLong_TriesAgainEverMoreSeldom()
    {
        _store.Refuse = _ => throw new StorageUnavailableException("away");
        await StartAsync();
        Record(1);
        await FlushAsync();

        var tries = 1;
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 30, 30])
        {
            await Eventually.TrueAsync(() => _store.Tries == tries && _clock.ArmedTimers == 1);
            _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.Equal(tries, _store.Tries);
            _clock.Advance(TimeSpan.FromTicks(1));
            tries++;
            await Eventually.TrueAsync(() => _store.Tries == tries);
        }
    }

    [Fact]
    public async Task Record_OneRowIsRefused_TheOthersOfItsBatchAreWritten()
    {
        _store.Refuse = records =>
        {
            if (records.Any(record => record.Ping.Device.DeviceId == "2"))
                throw new StorageRejectedException("too long");
        };
        await StartAsync();
        Record(4);

        await FlushAsync();

        await Eventually.TrueAsync(() => Recorder.Written == 3);
        Assert.Equal(["0", "1"], await _store.NextAsync());
        Assert.Equal(["3"], await _store.NextAsync());
        await Eventually.TrueAsync(() => Recorder.Refused == 1);
        Assert.Equal([1823], EventIds());
    }

    [Fact]
    public async Task Record_TableRefusesEverything_IsFoundOutAtABoundedCost()
    {
        _options.PingBatchRows = 1_000;
        _options.PingBufferRows = 1_000;
        _store.Refuse = _ => throw new StorageRejectedException("a rule of somebody");
        await StartAsync();
        Record(1_000);

        await FlushAsync();

        await Eventually.TrueAsync(() => Recorder.Refused == 1_000);
        Assert.InRange(_store.Tries, 16, 60);
        await Eventually.TrueAsync(() => EventIds().Contains(1824));
        Assert.Equal([1823, 1824], EventIds());
    }

    [Fact]
    public async Task StopAsync_RowsWait_AreWritten()
    {
        await StartAsync();
        Record(9);

        await Recorder.StopAsync(default).DefaultTimeout();

        Assert.Equal(9, Recorder.Written);
        Assert.Equal(0, Recorder.Waiting);
    }

    [Fact]
    public async Task StopAsync_DatabaseAway_IsNotWaitedFor()
    {
        _store.Refuse = _ => throw new StorageUnavailableException("away");
        await StartAsync();
        Record(6);

        await Recorder.StopAsync(default).DefaultTimeout();

        Assert.Equal(1, _store.Tries);
        Assert.Equal([1825], EventIds());
    }

    [Fact]
    public async Task Record_SwitchedOff_WritesNothing()
    {
        _options.RecordPings = false;
        await StartAsync();

        Record(5);

        Assert.Equal(0, Recorder.Waiting);
        await Recorder.StopAsync(default).DefaultTimeout();
        Assert.Equal(0, _store.Tries);
    }

    [Fact]
    public void Validate_Defaults_AreValid() =>
        Assert.True(new MonitoringOptionsValidator().Validate(null, new MonitoringOptions()).Succeeded);

    [Fact]
    public void Validate_EverythingWrong_IsToldAtOnce()
    {
        var result = new MonitoringOptionsValidator().Validate(null, new MonitoringOptions
        {
            PingFlushInterval = TimeSpan.Zero,
            PingBatchRows = 0,
            PingBufferRows = 99,
            ProcessSampleInterval = TimeSpan.Zero,
            FirstSystemSample = TimeSpan.Zero,
            SystemInterval = TimeSpan.FromDays(2),
        });

        Assert.Equal(
            ["PingFlushInterval", "PingBatchRows", "PingBufferRows", "ProcessSampleInterval", "FirstSystemSample", "SystemInterval"],
            result.Failures!.Select(failure => failure.Split(' ')[0]["Monitoring:".Length..]));
    }

    private async Task StartAsync()
    {
        var options = Options.Create(_options);
        var loggers = Substitute.For<ILoggerFactory>();
        loggers.CreateLogger("").ReturnsForAnyArgs(_logger);
        var process = new ProcessUsageMeter(Substitute.For<IConnectionRegistry>(), Options.Create(new ProcessOptions()), options, _clock);
        _recorder = new PingRecorder(_store, process, options, _clock, new Logger<PingRecorder>(loggers));
        await _recorder.StartAsync(default);
    }

    private async Task FlushAsync()
    {
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1);
        _clock.Advance(_options.PingFlushInterval);
    }

    private void Record(int count, int from = 0)
    {
        foreach (var number in Enumerable.Range(from, count))
        {
            Recorder.Record(new PingObservation
            {
                Device = new DeviceKey("bot", $"{number}"),
                Outcome = PingOutcome.Answered,
                At = _clock.GetUtcNow(),
            });
        }
    }

    private List<int> EventIds() => [.. _logger.ReceivedCalls()
        .Where(call => call.GetMethodInfo().Name == nameof(ILogger.Log))
        .Select(call => ((EventId)call.GetArguments()[1]!).Id)];
}
