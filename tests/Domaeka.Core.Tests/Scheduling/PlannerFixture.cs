using Domaeka.Core.Delivery;
using Domaeka.Core.Rooms;
using Domaeka.Core.Scheduling;
using Domaeka.Core.Telemetry;
using Domaeka.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Tests.Scheduling;

/// <summary>A planner over rows in memory, a sender that records, and a clock that the test turns: 2026-11-20 18:59:00 in Seoul.</summary>
internal sealed class PlannerFixture : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = At("18:59:00");

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly ScheduleRunner _runner;

    public PlannerFixture(Action<SchedulingOptions>? configure = null, ScheduleMetrics? metrics = null)
    {
        var settings = new SchedulingOptions();
        configure?.Invoke(settings);
        var options = Options.Create(settings);
        var zone = new ScheduleZone(TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone));
        Sender = new RecordingSender(Store, Clock);
        Plan = new SchedulePlan(zone);
        _runner = new ScheduleRunner(
            Store, Sender, new ScheduleContentBuilder(new PictureReader(options)), Plan, zone, options, Clock, NullLogger<ScheduleRunner>.Instance, metrics);
        Planner = new SchedulePlanner(Store, Plan, _runner, zone, options, Clock, NullLogger<SchedulePlanner>.Instance);
        Manager = new ScheduleManager(
            Store, Planner, Sender, _runner, zone, Options.Create(new DeliveryOptions()), Clock, NullLogger<ScheduleManager>.Instance);
    }

    public FakeTimeProvider Clock { get; } = new(Start);

    public MemoryScheduleStore Store { get; } = new();

    public RecordingSender Sender { get; }

    public SchedulePlan Plan { get; }

    public SchedulePlanner Planner { get; }

    public ScheduleManager Manager { get; }

    /// <summary>What was sent, as <c>id@time</c> of the occurrence in Seoul.</summary>
    public IEnumerable<string> Sent => Sender.Sent.Select(sent => Shown(sent.Request.Occurrence!.ScheduleId, sent.Request.Occurrence.DueAt));

    /// <summary>What was skipped, likewise.</summary>
    public IEnumerable<string> Skipped => Store.Skips.Select(skip => Shown(skip.ScheduleId, skip.DueAt));

    public static DateTimeOffset At(string time, int day = 20) => new DateTimeOffset(2026, 11, day, 0, 0, 0, TimeSpan.FromHours(9))
        .Add(TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

    public static Schedule Daily(long id, params string[] times) => Row(id, new DailyRecurrence(Clocks(times)));

    public static Schedule Once(long id, string time, int day = 20) => Row(id, new OnceRecurrence(new(2026, 11, day), Clocks([time])));

    public static Schedule Row(long id, Recurrence recurrence) => new()
    {
        Id = id,
        Room = new RoomKey("bot", $"room{id}"),
        Timing = new ScheduleTiming(recurrence),
        Content = new ScheduleContent { Text = $"notice {id}" },
        TimedAt = Start.AddHours(-12),
    };

    public async Task StartAsync()
    {
        await Planner.StartAsync(CancellationToken.None);
        await IdleAsync();
    }

    /// <summary>Turns the clock in small steps, the planner being done with each before the next.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        var end = Clock.GetUtcNow() + by;
        while (Clock.GetUtcNow() < end)
        {
            var left = end - Clock.GetUtcNow();
            Clock.Advance(left < Step ? left : Step);
            await IdleAsync();
        }
    }

    public async Task RunToAsync(string time, int day = 20) => await AdvanceAsync(At(time, day) - Clock.GetUtcNow());

    /// <summary>Lets the planner notice a change of the table.</summary>
    public async Task NoticeAsync()
    {
        await AdvanceAsync(TimeSpan.FromMilliseconds(500));
        await AdvanceAsync(TimeSpan.FromMilliseconds(1));
    }

    public Task IdleAsync() => Eventually.TrueAsync(() => Planner.IsResting);

    public async ValueTask DisposeAsync()
    {
        Sender.Gate?.TrySetResult();
        await Planner.StopAsync(CancellationToken.None).DefaultTimeout();
        Planner.Dispose();
        _runner.Dispose();
    }

    private static IReadOnlyList<TimeOnly> Clocks(string[] times) =>
        [.. times.Select(time => TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture)).Order()];

    private static string Shown(long id, DateTimeOffset due) =>
        $"{id}@{due.ToOffset(TimeSpan.FromHours(9)).ToString("dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)}";
}
