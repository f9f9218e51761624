using Domaeka.Core.Delivery;
using Domaeka.Core.Rooms;
using Domaeka.Core.Scheduling;
using Domaeka.TestKit;
using static Domaeka.Core.Tests.Scheduling.PlannerFixture;

namespace Domaeka.Core.Tests.Scheduling;

public sealed class SchedulePlannerTests
{
    private static readonly MisfirePolicy Skip = new(MisfireMode.Skip, TimeSpan.Zero);
    private static readonly MisfirePolicy RunOnce = new(MisfireMode.RunOnce, TimeSpan.Zero);

    [Fact]
    public async Task Due_Schedule_IsSentAtItsTimeAndOnce()
    {
        await using var fixture = new PlannerFixture();
        fixture.Store.Rows[1] = Daily(1, "19:00") with { DeviceId = "phone", TimeToLive = TimeSpan.FromHours(2) };
        fixture.Store.Rows[2] = Once(2, "19:00:05");
        await fixture.StartAsync();

        await fixture.RunToAsync("18:59:59.9");
        Assert.Empty(fixture.Sent);
        await fixture.RunToAsync("19:00:00");
        await fixture.RunToAsync("19:00:04.9");
        await fixture.RunToAsync("19:00:05");
        await fixture.RunToAsync("19:03:00");

        Assert.Equal(["1@20 19:00:00", "2@20 19:00:05"], fixture.Sent);
        var ((daily, dailyAt), (once, onceAt)) = (fixture.Sender.Sent.First(), fixture.Sender.Sent.Last());
        Assert.Equal((At("19:00:00"), At("19:00:05")), (dailyAt, onceAt));
        Assert.Equal((OutboundKind.Scheduled, "phone", At("21:00"), "schedule:1"), (daily.Kind, daily.PreferredDeviceId, daily.ExpireAt, daily.CollapseKey));
        Assert.Equal((At("19:00", 21), false, false), (daily.Occurrence!.NextDueAt, daily.Occurrence.CompletesSchedule, daily.Occurrence.IsManual));
        Assert.Equal((null, true, null), (once.Occurrence!.NextDueAt, once.Occurrence.CompletesSchedule, once.CollapseKey));
        Assert.Equal("notice 1", Assert.IsType<TextContent>(Assert.Single(daily.Parts).Content).Text);
    }

    [Fact]
    public async Task Due_SeveralTimesADayAndSeconds_EachIsSent()
    {
        await using var fixture = new PlannerFixture();
        fixture.Store.Rows[1] = Daily(1, "19:00:00", "19:00:01", "19:00:02", "18:59:30");
        await fixture.StartAsync();

        await fixture.RunToAsync("19:01:00");

        Assert.Equal(["1@20 18:59:30", "1@20 19:00:00", "1@20 19:00:01", "1@20 19:00:02"], fixture.Sent);
    }

    [Theory]
    [InlineData(9, 0, "1@20 18:50:00", "")]
    [InlineData(11, 0, "", "1@20 18:50:00")]
    [InlineData(0, 1, "1@20 18:50:00", "")]
    public async Task Missed_OnceAtStart_FollowsItsPolicy(int minutes, int always, string sent, string skipped)
    {
        await using var fixture = new PlannerFixture();
        fixture.Clock.SetWallClock(At("18:50").AddMinutes(minutes));
        fixture.Store.Rows[1] = Once(1, "18:50") with { Misfire = always == 1 ? RunOnce : null };
        if (always == 1)
            fixture.Clock.SetWallClock(At("18:50").AddDays(40));
        await fixture.StartAsync();

        await fixture.AdvanceAsync(TimeSpan.FromSeconds(2));

        Assert.Equal(sent, string.Join(' ', fixture.Sent));
        Assert.Equal(skipped, string.Join(' ', fixture.Skipped));
        Assert.Equal(skipped.Length > 0 ? ScheduleStatus.Error : ScheduleStatus.Completed, fixture.Store.Rows[1].Status);
    }

    [Theory]
    [InlineData(MisfireMode.RunIfLate, "18:05", "1@20 18:00:00", "1@20 17:00:00")]
    [InlineData(MisfireMode.RunIfLate, "18:30", "", "1@20 18:00:00")]
    [InlineData(MisfireMode.Skip, "18:05", "", "1@20 18:00:00")]
    [InlineData(MisfireMode.RunOnce, "18:30", "1@20 18:00:00", "1@20 17:00:00")]
    public async Task Missed_ManyOccurrences_OnlyTheLatestCounts(MisfireMode mode, string now, string sent, string skipped)
    {
        await using var fixture = new PlannerFixture();
        fixture.Clock.SetWallClock(At(now));
        fixture.Store.Rows[1] = Row(1, new CronRecurrence(Cron("0 * * * *"))) with
        {
            Misfire = new MisfirePolicy(mode, TimeSpan.FromMinutes(10)),
            TimedAt = At("03:30", 18),
        };
        await fixture.StartAsync();

        await fixture.AdvanceAsync(TimeSpan.FromSeconds(2));

        Assert.Equal(sent, string.Join(' ', fixture.Sent));
        Assert.Equal(skipped, string.Join(' ', fixture.Skipped));
        var skip = Assert.Single(fixture.Store.Skips);
        Assert.Contains("2026-11-18 04:00:00", skip.Detail, StringComparison.Ordinal);
        Assert.Equal(sent.Length == 0, skip.MovesSchedule);
        Assert.Null(skip.NewStatus);
    }

    [Fact]
    public async Task Missed_SkippedSchedule_GoesOnWithItsNextTime()
    {
        await using var fixture = new PlannerFixture();
        fixture.Store.Rows[1] = Daily(1, "18:00", "19:00") with { Misfire = Skip };
        await fixture.StartAsync();

        await fixture.RunToAsync("19:00:01");

        Assert.Equal(["1@20 19:00:00"], fixture.Sent);
        Assert.Equal(["1@20 18:00:00"], fixture.Skipped);
    }

    [Theory]
    [InlineData("timed")]
    [InlineData("resumed")]
    [InlineData("created")]
    [InlineData("run")]
    [InlineData("sent")]
    public async Task Past_OfWhatIsYounger_IsNotMissed(string younger)
    {
        await using var fixture = new PlannerFixture();
        var moment = At("18:58:30");
        var row = Daily(1, "18:58");
        fixture.Store.Rows[1] = younger switch
        {
            "timed" => row with { TimedAt = moment },
            "resumed" => row with { ResumedAt = moment },
            "created" => row with { TimedAt = null, CreatedAt = moment },
            "run" => row with { LastDueAt = At("18:58") },
            _ => row with { LastSentAt = moment },
        };
        await fixture.StartAsync();

        await fixture.RunToAsync("19:05:00");

        Assert.Empty(fixture.Sent);
        Assert.Empty(fixture.Skipped);
    }

    [Fact]
    public async Task Once_TimePassedWhilePaused_IsTold()
    {
        await using var fixture = new PlannerFixture();
        fixture.Store.Rows[1] = Once(1, "18:58") with { ResumedAt = At("18:58:30") };
        await fixture.StartAsync();

        await fixture.AdvanceAsync(TimeSpan.FromSeconds(2));

        Assert.Empty(fixture.Sent);
        Assert.Equal((ScheduleStatus.Error, ScheduleSkipReason.Missed), (fixture.Store.Rows[1].Status, Assert.Single(fixture.Store.Skips).Reason));
    }

    [Fact]
    public async Task Row_InsertedBehindTheServersBack_IsSentEvenALittleLate()
    {
        await using var fixture = new PlannerFixture();
        await fixture.StartAsync();

        fixture.Store.Put(Once(1, "18:58"));
        fixture.Store.Put(Once(2, "19:00"));
        await fixture.NoticeAsync();
        Assert.Equal(["1@20 18:58:00"], fixture.Sent);
        await fixture.RunToAsync("19:00:01");

        Assert.Equal(["1@20 18:58:00", "2@20 19:00:00"], fixture.Sent);
    }

    [Fact]
    public async Task Row_EditedBehindTheServersBack_IsFollowed()
    {
        await using var fixture = new PlannerFixture();
        foreach (var id in new[] { 1L, 2L, 3L, 4L })
            fixture.Store.Rows[id] = Daily(id, "19:00");
        await fixture.StartAsync();

        fixture.Store.Put(Daily(1, "19:02") with { TimedAt = fixture.Clock.GetUtcNow() });
        fixture.Store.Put(fixture.Store.Rows[2] with { Status = ScheduleStatus.Inactive });
        fixture.Store.Delete(3);
        await fixture.RunToAsync("19:03:00");
        Assert.Equal(["4@20 19:00:00", "1@20 19:02:00"], fixture.Sent);

        fixture.Store.Put(fixture.Store.Rows[2] with { Status = ScheduleStatus.Active, ResumedAt = fixture.Clock.GetUtcNow() });
        await fixture.NoticeAsync();
        await fixture.RunToAsync("19:04:00");
        Assert.Equal(["4@20 19:00:00", "1@20 19:02:00"], fixture.Sent);
        Assert.Equal(3, fixture.Plan.Count);
    }

    [Fact]
    public async Task Row_PausedInTheLastMoment_IsNotSent()
    {
        await using var fixture = new PlannerFixture();
        fixture.Store.Rows[1] = Daily(1, "19:00");
        await fixture.StartAsync();
        await fixture.RunToAsync("18:59:59.9");

        fixture.Store.Rows[1] = fixture.Store.Rows[1] with { Status = ScheduleStatus.Inactive };
        await fixture.RunToAsync("19:00:00.1");

        Assert.Empty(fixture.Sent);
    }

    [Fact]
    public async Task Row_EditedWhileItIsHandedOn_IsNotHandedOnTwice()
    {
        await using var fixture = new PlannerFixture();
        fixture.Store.Rows[1] = Daily(1, "19:00");
        await fixture.StartAsync();
        fixture.Sender.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(() => fixture.Sender.Calls == 1);

        fixture.Store.Put(fixture.Store.Rows[1] with { DeviceId = "other" });
        await fixture.Planner.RefreshAsync(1, CancellationToken.None);
        fixture.Sender.Gate.SetResult();
        await Eventually.TrueAsync(() => fixture.Sender.Sent.Count == 1);
        await fixture.IdleAsync();
        await fixture.RunToAsync("19:02:00");

        Assert.Equal(1, fixture.Sender.Calls);
        Assert.Equal(At("19:00", 21), fixture.Plan.NextWake);
    }

    [Fact]
    public async Task Clock_JumpsForward_WhatCameDueFollowsItsPolicy()
    {
        await using var fixture = new PlannerFixture();
        fixture.Store.Rows[1] = Daily(1, "19:00");
        fixture.Store.Rows[2] = Daily(2, "20:25");
        fixture.Store.Rows[3] = Daily(3, "20:25") with { Misfire = Skip };
        await fixture.StartAsync();

        fixture.Clock.SetWallClock(At("20:30"));
        await fixture.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(["2@20 20:25:00"], fixture.Sent);
        Assert.Equal(["1@20 19:00:00", "3@20 20:25:00"], fixture.Skipped.Order());
    }

    [Fact]
    public async Task Clock_JumpsBack_NothingIsSentTwiceAndTheRestComesAtItsTime()
    {
        await using var fixture = new PlannerFixture();
        fixture.Store.Rows[1] = Daily(1, "19:00");
        fixture.Store.Rows[2] = Daily(2, "19:02");
        await fixture.StartAsync();
        await fixture.RunToAsync("19:01:00");
        Assert.Equal(["1@20 19:00:00"], fixture.Sent);

        fixture.Clock.SetWallClock(At("18:58"));
        await fixture.RunToAsync("19:03:00");

        Assert.Equal(["1@20 19:00:00", "2@20 19:02:00"], fixture.Sent);
        Assert.Equal(2, fixture.Sender.Calls);
    }

    [Fact]
    public async Task Clock_JumpsFarForwardAndBack_SchedulesGoOn()
    {
        await using var fixture = new PlannerFixture();
        fixture.Store.Rows[1] = Daily(1, "19:00");
        await fixture.StartAsync();

        fixture.Clock.SetWallClock(At("18:59:00").AddYears(3));
        await fixture.AdvanceAsync(TimeSpan.FromSeconds(2));
        fixture.Clock.SetWallClock(At("18:59:30"));
        await fixture.RunToAsync("19:00:01");

        Assert.Equal(["1@20 19:00:00"], fixture.Sent);
    }

    [Fact]
    public async Task Storage_DownWhenDue_IsTriedAgainUntilItIsTaken()
    {
        await using var fixture = new PlannerFixture();
        fixture.Store.Rows[1] = Daily(1, "19:00");
        fixture.Store.Rows[2] = Daily(2, "19:00") with { Misfire = Skip };
        await fixture.StartAsync();
        await fixture.RunToAsync("18:59:59");

        fixture.Sender.IsDown = true;
        await fixture.RunToAsync("19:00:05");
        fixture.Sender.IsDown = false;
        fixture.Store.IsDown = true;
        await fixture.RunToAsync("19:01:00");
        Assert.Empty(fixture.Sent);
        fixture.Store.IsDown = false;
        await fixture.RunToAsync("19:01:03");

        Assert.Equal(["1@20 19:00:00"], fixture.Sent);
        Assert.Equal(["2@20 19:00:00"], fixture.Skipped);
    }

    [Fact]
    public async Task Storage_DownAtStart_IsLoadedWhenItIsBack()
    {
        await using var fixture = new PlannerFixture();
        fixture.Store.Rows[1] = Daily(1, "19:00");
        fixture.Store.IsDown = true;
        await fixture.StartAsync();

        await fixture.RunToAsync("19:00:03");
        fixture.Store.IsDown = false;
        await fixture.RunToAsync("19:00:05");

        Assert.Equal(["1@20 19:00:00"], fixture.Sent);
    }

    [Theory]
    [InlineData(SendFailure.RoomNotFound, ScheduleSkipReason.RoomNotFound)]
    [InlineData(SendFailure.AlreadyExpired, ScheduleSkipReason.Missed)]
    public async Task Sender_Refuses_IsRecordedAndRecurringOnesStayActive(SendFailure failure, ScheduleSkipReason reason)
    {
        await using var fixture = new PlannerFixture();
        fixture.Store.Rows[1] = Daily(1, "19:00");
        fixture.Store.Rows[2] = Once(2, "19:00");
        await fixture.StartAsync();
        fixture.Sender.Failure = failure;

        await fixture.RunToAsync("19:00:01");

        Assert.Equal([reason, reason], fixture.Store.Skips.Select(skip => skip.Reason));
        Assert.Equal((ScheduleStatus.Active, ScheduleStatus.Error), (fixture.Store.Rows[1].Status, fixture.Store.Rows[2].Status));
        fixture.Sender.Failure = SendFailure.None;
        await fixture.RunToAsync("19:00:20");
        Assert.Empty(fixture.Sent);
    }

    [Fact]
    public async Task Outbox_Full_IsTriedAgain()
    {
        await using var fixture = new PlannerFixture();
        fixture.Store.Rows[1] = Daily(1, "19:00");
        await fixture.StartAsync();
        fixture.Sender.Failure = SendFailure.OutboxFull;
        await fixture.RunToAsync("19:00:03");

        fixture.Sender.Failure = SendFailure.None;
        await fixture.RunToAsync("19:00:05");

        Assert.Equal(["1@20 19:00:00"], fixture.Sent);
    }

    [Fact]
    public async Task Content_MissingValue_IsRecordedWithItsName()
    {
        await using var fixture = new PlannerFixture();
        fixture.Store.Rows[1] = Daily(1, "19:00") with
        {
            Content = new ScheduleContent { Text = "{주문자명} {총금액}", TemplateValues = new Dictionary<string, string> { ["총금액"] = "1" } },
        };
        await fixture.StartAsync();

        await fixture.RunToAsync("19:00:01");

        var skip = Assert.Single(fixture.Store.Skips);
        Assert.Equal(ScheduleSkipReason.TemplateValueMissing, skip.Reason);
        Assert.Contains("{주문자명}", skip.Detail, StringComparison.Ordinal);
        Assert.Equal(At("19:00", 21), skip.NextDueAt);
    }

    [Fact]
    public async Task Row_ThatMakesNoSense_IsInErrorWithItsReason()
    {
        await using var fixture = new PlannerFixture();
        fixture.Store.Rows[1] = Daily(1, "19:00") with { Timing = null, Problem = "schedule_time 값을 읽을 수 없습니다: x" };
        fixture.Store.Rows[2] = Daily(2, "19:00") with { Room = new RoomKey("", "r") };
        fixture.Store.Rows[3] = Once(3, "19:00") with
        {
            Timing = new ScheduleTiming(new OnceRecurrence(new(2026, 11, 20), [new(19, 0)]), ValidUntil: new DateTime(2026, 11, 1)),
        };
        await fixture.StartAsync();

        await fixture.RunToAsync("19:00:01");

        Assert.Empty(fixture.Sent);
        Assert.Equal([1L, 2L, 3L], fixture.Store.Problems.Keys.Order());
        Assert.Contains("schedule_time", fixture.Store.Problems[1], StringComparison.Ordinal);
        Assert.Equal(ScheduleStatus.Error, fixture.Store.Rows[1].Status);
    }

    [Fact]
    public async Task Due_TenThousandInOneSecond_AllAreSentOnceInPagesAndFairly()
    {
        await using var fixture = new PlannerFixture(options => options.MaxConcurrentSends = 16);
        for (var id = 1L; id <= 10_000; id++)
        {
            // The first room has half of all.
            fixture.Store.Rows[id] = Daily(id, "19:00") with { Room = new RoomKey("bot", id <= 5_000 ? "big" : $"room{id % 100}") };
        }

        await fixture.StartAsync();
        await fixture.RunToAsync("18:59:59");
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => fixture.Sender.Sent.Count == 10_000);
        await fixture.IdleAsync();

        Assert.Equal(10_000, fixture.Sender.Calls);
        Assert.Equal(20, fixture.Store.Loads);
        Assert.InRange(fixture.Sender.MostAtOnce, 1, 16);

        // Of the first 500, the big room has its turn and no more; a few may have overtaken each other.
        Assert.InRange(fixture.Sender.Sent.Take(500).Count(sent => sent.Request.Room.ChannelId == "big"), 1, 30);
    }

    [Fact]
    public async Task RunAsync_Manual_SendsNowAndLeavesTheScheduleAlone()
    {
        await using var fixture = new PlannerFixture();
        fixture.Store.Rows[1] = Daily(1, "19:00") with { Status = ScheduleStatus.Inactive };
        await fixture.StartAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => fixture.Manager.RunAsync(1, null, CancellationToken.None)));

        Assert.All(results, result => Assert.Equal(SendFailure.None, result.Failure));
        Assert.Equal(3, fixture.Sender.Sent.Count);
        Assert.All(fixture.Sender.Sent, sent => Assert.True(sent.Request.Occurrence!.IsManual && sent.Request.Occurrence.DueAt.Millisecond != 0));
        Assert.Null((await fixture.Manager.RunAsync(9, null, CancellationToken.None)).Schedule);
    }

    private static CronExpression Cron(string text) =>
        CronExpression.TryParse(text, out var cron, out var problem) ? cron : throw new FormatException(problem);
}
