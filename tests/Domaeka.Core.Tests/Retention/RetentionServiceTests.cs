using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Events;
using Domaeka.Core.Media;
using Domaeka.Core.Monitoring;
using Domaeka.Core.Outbox;
using Domaeka.Core.Outbox.Lanes;
using Domaeka.Core.Retention;
using Domaeka.Core.Rooms;
using Domaeka.Core.Scheduling;
using Domaeka.Core.Storage;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Domaeka.Core.Tests.Retention;

public sealed class RetentionServiceTests : IAsyncDisposable
{
    private static readonly RoomKey Kept = new("bot", "kept for ever");
    private static readonly RoomKey Week = new("bot", "kept for a week");
    private static readonly RoomKey Longest = new("bot", "kept for as long as the column holds");

    private readonly FakeTimeProvider _clock = new();
    private readonly RetentionOptions _options = new() { BatchSize = 10 };
    private readonly DeliveryOptions _delivery = new();
    private readonly IEventStore _events = Substitute.For<IEventStore>();
    private readonly IOutboxStore _outbox = Substitute.For<IOutboxStore>();
    private readonly IMediaStore _media = Substitute.For<IMediaStore>();
    private readonly IChatLogStore _chatLog = Substitute.For<IChatLogStore>();
    private readonly IMonitorStore _monitor = Substitute.For<IMonitorStore>();
    private readonly IRoomPresenceStore _presences = Substitute.For<IRoomPresenceStore>();
    private readonly IScheduleStore _schedules = Substitute.For<IScheduleStore>();
    private readonly IRoomStore _rooms = Substitute.For<IRoomStore>();
    private readonly ILogger _logger = Substitute.For<ILogger>();
    private readonly RoomPresenceDirectory _directory;
    private readonly RetentionService _service;
    private TaskCompletionSource _runEnded = new();

    public RetentionServiceTests()
    {
        _logger.IsEnabled(default).ReturnsForAnyArgs(true);
        _rooms.LoadAllAsync(default).ReturnsForAnyArgs([RoomOf(Kept, null), RoomOf(Week, 7), RoomOf(Longest, int.MaxValue)]);
        _outbox.ListMediaInUseAsync(default).ReturnsForAnyArgs(new HashSet<string> { "in use" });
        var options = Options.Create(_options);
        _directory = new RoomPresenceDirectory(
            _presences, HeldLease.Of(_clock), new DeliverySignals(), _clock, NullLogger<RoomPresenceDirectory>.Instance);
        var delivery = Options.Create(_delivery);
        IPurge[] purges =
        [
            new EventPurge(_events, options),
            new MessagePurge(_outbox, delivery),
            new RequestIdPurge(_outbox, delivery),
            new MediaPurge(_media, _outbox, delivery),
            new ChatLogPurge(_chatLog, _rooms),
            new PingPurge(_monitor, options),
            new SystemSamplePurge(_monitor, options),
            new RoomPresencePurge(_presences, _directory, options),
            new ScheduleLogPurge(_schedules, options),
            new LastPurge(this),
        ];
        var loggers = Substitute.For<ILoggerFactory>();
        loggers.CreateLogger("").ReturnsForAnyArgs(_logger);
        _service = new RetentionService(purges, HeldLease.Of(_clock), options, _clock, new Logger<RetentionService>(loggers));
    }

    private DateTimeOffset Now => _clock.GetUtcNow();

    public async ValueTask DisposeAsync()
    {
        await _service.StopAsync(default).DefaultTimeout();
        _service.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task ExecuteAsync_BeforeTheFirstRun_NothingIsDeleted()
    {
        await StartAsync();

        _clock.Advance(_options.FirstRun - TimeSpan.FromTicks(1));

        Assert.Empty(_events.ReceivedCalls());
    }

    [Fact]
    public async Task ExecuteAsync_FirstRun_PurgesEachByItsOwnAge()
    {
        await RunFirstAsync();

        await _events.Received(1).PurgeAsync(Now.AddDays(-7), 1_000_000, 10, Arg.Any<CancellationToken>());
        await _outbox.Received(1).PurgeAsync(Now - _delivery.MessageRetention, 10, Arg.Any<CancellationToken>());
        await _outbox.Received(1).PurgeRequestsAsync(Now - _delivery.RequestIdLifetime, 10, Arg.Any<CancellationToken>());
        await _media.Received(1).DeleteUnusedAsync(
            Now - _delivery.MediaRetention, Arg.Is<IReadOnlySet<string>>(keep => keep.Single() == "in use"), Arg.Any<CancellationToken>());
        await _chatLog.Received(1).PurgeAsync(Week, Now.AddDays(-7), 10, Arg.Any<CancellationToken>());
        await _chatLog.DidNotReceive().PurgeAsync(
            Arg.Is<RoomKey>(room => room != Week), Arg.Any<DateTimeOffset>(), Arg.Any<int>(), Arg.Any<CancellationToken>());
        await _monitor.Received(1).PurgePingsAsync(Now.AddDays(-30), 10, Arg.Any<CancellationToken>());
        await _monitor.Received(1).PurgeSystemSamplesAsync(Now.AddDays(-365), 10, Arg.Any<CancellationToken>());
        await _presences.Received(1).PurgeAsync(Now.AddDays(-365), 10, Arg.Any<CancellationToken>());
        await _schedules.DidNotReceiveWithAnyArgs().PurgeLogsAsync(default, default, default);
    }

    [Fact]
    public async Task ExecuteAsync_ScheduleLogsAreNotForEver_ArePurgedByTheirAge()
    {
        _options.ScheduleLogRetention = TimeSpan.FromDays(100);

        await RunFirstAsync();

        await _schedules.Received(1).PurgeLogsAsync(Now.AddDays(-100), 10, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task ExecuteAsync_PhoneWasNotHeardInARoomForLong_IsForgottenThere()
    {
        _directory.Note(Week, new DeviceKey("bot", "left"), "방");
        _clock.Advance(_options.RoomDeviceRetention);
        _directory.Note(Week, new DeviceKey("bot", "stayed"), "방");

        await RunFirstAsync();

        Assert.Equal(["stayed"], _directory.Find(Week).Select(row => row.DeviceId));
    }

    [Fact]
    public async Task ExecuteAsync_IntervalLater_RunsAgain()
    {
        await RunFirstAsync();
        _events.ClearReceivedCalls();
        _runEnded = new TaskCompletionSource();

        _clock.Advance(_options.Interval - TimeSpan.FromTicks(1));
        Assert.Empty(_events.ReceivedCalls());
        _clock.Advance(TimeSpan.FromTicks(1));
        await _runEnded.Task.DefaultTimeout();

        await _events.Received(1).PurgeAsync(Now.AddDays(-7), 1_000_000, 10, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task ExecuteAsync_MoreThanABatch_RestsBetweenBatchesAndLogsTheSum()
    {
        _events.PurgeAsync(default, default, default, default).ReturnsForAnyArgs(10, 10, 3);
        await StartAsync();
        _clock.Advance(_options.FirstRun);

        for (var batch = 1; batch <= 3; batch++)
        {
            await Eventually.TrueAsync(() => _events.ReceivedCalls().Count() == batch && _clock.ArmedTimers == 2);
            Assert.False(_runEnded.Task.IsCompleted);
            _clock.Advance(_options.BatchPause);
        }

        await _runEnded.Task.DefaultTimeout();
        Assert.Equal(3, _events.ReceivedCalls().Count());
        Assert.Equal(["Purged what is no longer kept: What=events Count=23"], Logged(LogLevel.Information));
    }

    [Fact]
    public async Task ExecuteAsync_OnePurgeFails_TheOthersRunAndItIsTriedAgain()
    {
        _events.PurgeAsync(default, default, default, default).ThrowsAsyncForAnyArgs(new StorageUnavailableException("locked"));
        _outbox.PurgeAsync(default, default, default).ThrowsAsyncForAnyArgs(new InvalidOperationException("a bug"));
        await RunFirstAsync();

        await _chatLog.Received(1).PurgeAsync(Week, Now.AddDays(-7), 10, Arg.Any<CancellationToken>());
        Assert.Equal(
            [
                "Purge failed, tried again in 01:00:00: What=events CountSoFar=0",
                "Purge failed, tried again in 01:00:00: What=messages CountSoFar=0",
            ],
            Logged(LogLevel.Error));
        _runEnded = new TaskCompletionSource();
        _events.ClearReceivedCalls();
        _clock.Advance(_options.Interval);
        await _runEnded.Task.DefaultTimeout();

        Assert.Single(_events.ReceivedCalls());
    }

    [Fact]
    public async Task StopAsync_BetweenTwoBatches_EndsAtOnce()
    {
        _events.PurgeAsync(default, default, default, default).ReturnsForAnyArgs(10);
        await StartAsync();
        _clock.Advance(_options.FirstRun);
        await Eventually.TrueAsync(() => _events.ReceivedCalls().Any());

        await _service.StopAsync(default).DefaultTimeout();

        Assert.Empty(Logged(LogLevel.Error));
    }

    [Fact]
    public void Validate_Defaults_AreValid() =>
        Assert.True(new RetentionOptionsValidator().Validate(null, new RetentionOptions()).Succeeded);

    [Fact]
    public void Validate_EverythingWrong_IsToldAtOnce()
    {
        var result = new RetentionOptionsValidator().Validate(null, new RetentionOptions
        {
            FirstRun = TimeSpan.FromTicks(-1),
            Interval = TimeSpan.Zero,
            EventRetention = TimeSpan.FromMinutes(59),
            MaxEvents = 999,
            PingRetention = TimeSpan.Zero,
            SystemSampleRetention = TimeSpan.Zero,
            RoomDeviceRetention = TimeSpan.FromHours(23),
            ScheduleLogRetention = TimeSpan.FromHours(23),
            BatchSize = 0,
            BatchPause = TimeSpan.FromHours(1),
        });

        Assert.Equal(
            ["FirstRun", "Interval", "EventRetention", "MaxEvents", "PingRetention", "SystemSampleRetention", "RoomDeviceRetention", "ScheduleLogRetention", "BatchSize", "BatchPause"],
            result.Failures!.Select(failure => failure.Split(' ')[0]["Retention:".Length..]));
    }

    private static Room RoomOf(RoomKey key, int? retentionDays) => new()
    {
        Key = key,
        Name = "방",
        Status = ApprovalStatus.Approved,
        LogSettings = new RoomLogSettings(true, retentionDays),
    };

    private async Task StartAsync()
    {
        await _service.StartAsync(default);
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1);
    }

    private async Task RunFirstAsync()
    {
        await StartAsync();
        _clock.Advance(_options.FirstRun);
        await _runEnded.Task.DefaultTimeout();

        // The service now waits for its interval.
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1);
    }

    private List<string> Logged(LogLevel level) => [.. _logger.ReceivedCalls()
        .Where(call => call.GetMethodInfo().Name == nameof(ILogger.Log) && (LogLevel)call.GetArguments()[0]! == level)
        .Select(call => call.GetArguments()[2]!.ToString()!)];

    /// <summary>Tells that a run has come to its end.</summary>
    private sealed class LastPurge(RetentionServiceTests test) : IPurge
    {
        public string What => "nothing";

        public Task RunAsync(PurgeRun run, CancellationToken cancellationToken)
        {
            test._runEnded.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
