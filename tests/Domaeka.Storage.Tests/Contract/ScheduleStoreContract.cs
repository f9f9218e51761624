using Domaeka.Core.Rooms;
using Domaeka.Core.Scheduling;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IScheduleStore"/> must do.</summary>
public abstract class ScheduleStoreContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private const string Row =
        "INSERT INTO kb_schedule (id, target_bot_name, target_room_id, message_text, schedule_type, schedule_date, schedule_time, status) VALUES ";

    private static readonly DateTimeOffset Due = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    private IScheduleStore Store => Get<IScheduleStore>();

    [Fact]
    public async Task AddAsync_EverythingSet_IsReadBack()
    {
        var schedule = Sample() with
        {
            Timing = new ScheduleTiming(
                new WeeklyRecurrence(Weekdays.Monday | Weekdays.Sunday, [new(9, 0), new(19, 30, 15)]),
                new DateTime(2026, 11, 1),
                new DateTime(2026, 12, 2)),
            Misfire = new MisfirePolicy(MisfireMode.RunIfLate, TimeSpan.FromMinutes(3)),
            TimeToLive = TimeSpan.FromHours(1),
            DeviceId = "phone",
            Description = "메모",
            Content = new ScheduleContent
            {
                Text = "{이름}님",
                TemplateValues = new Dictionary<string, string> { ["이름"] = "홍길동" },
                Pictures1 = [new("https://shop.example/1.png", null, "1.png", 10)],
                Pictures2 = [new(null, "AAAA", "2.png")],
                Interval = TimeSpan.FromSeconds(7),
                Wait1 = TimeSpan.FromMilliseconds(1_500),
            },
        };

        var stored = (await Store.AddAsync(new ScheduleInsert(schedule, Samples.Now) { NextDueAt = Due }, default).DefaultTimeout()).Schedule!;

        Assert.True(stored.Id > 0);
        Assert.Equal((schedule.Title, schedule.Description, schedule.Room, schedule.DeviceId), (stored.Title, stored.Description, stored.Room, stored.DeviceId));
        Assert.Equal((schedule.Misfire, schedule.TimeToLive, schedule.Status), (stored.Misfire, stored.TimeToLive, stored.Status));
        var weekly = Assert.IsType<WeeklyRecurrence>(stored.Timing!.Recurrence);
        Assert.Equal(Weekdays.Monday | Weekdays.Sunday, weekly.Weekdays);
        Assert.Equal([new TimeOnly(9, 0), new TimeOnly(19, 30, 15)], weekly.Times);
        Assert.Equal((schedule.Timing.ValidFrom, schedule.Timing.ValidUntil), (stored.Timing.ValidFrom, stored.Timing.ValidUntil));
        Assert.Equal(schedule.Content.TemplateValues, stored.Content!.TemplateValues);
        Assert.Equal(schedule.Content.Pictures1, stored.Content.Pictures1);
        Assert.Equal(schedule.Content.Pictures2, stored.Content.Pictures2);
        Assert.Equal((schedule.Content.Interval, schedule.Content.Wait1, null), (stored.Content.Interval, stored.Content.Wait1, stored.Content.Wait2));
        Assert.Equal(Samples.Now.AddMilliseconds(-Samples.Now.Millisecond), stored.CreatedAt);
        Assert.Equal("2026-11-20 19:00:00", await Fixture.ReadTextAsync("SELECT next_send_at FROM kb_schedule"));
        Assert.Equal("2026-12-01 00:00:00", await Fixture.ReadTextAsync("SELECT valid_until FROM kb_schedule"));
    }

    [Fact]
    public async Task AddAsync_Cron_IsReadBackAndKeptBesideTheShopsColumns()
    {
        Assert.True(CronExpression.TryParse("*/5  9-18 * * MON-FRI", out var cron, out _));

        var stored = await AddAsync(Sample() with { Timing = new ScheduleTiming(new CronRecurrence(cron)) });

        Assert.Equal("*/5 9-18 * * MON-FRI", Assert.IsType<CronRecurrence>(stored.Timing!.Recurrence).Expression.Text);
        Assert.Equal("cron", await Fixture.ReadTextAsync("SELECT schedule_type FROM kb_schedule"));
    }

    [Fact]
    public async Task AddAsync_RequestIdAgain_GivesTheFirstOrNothing()
    {
        var insert = new ScheduleInsert(Sample(), Samples.Now) { RequestId = "r", RequestHash = "h", RequestsSince = Samples.Now.AddDays(-1) };
        var first = await Store.AddAsync(insert, default).DefaultTimeout();

        var second = await Store.AddAsync(insert, default).DefaultTimeout();
        var other = await Store.AddAsync(insert with { RequestHash = "x" }, default).DefaultTimeout();
        var later = await Store.AddAsync(insert with { RequestHash = "x", RequestsSince = Samples.Now.AddDays(1) }, default).DefaultTimeout();

        Assert.Equal((first.Schedule!.Id, true), (second.Schedule!.Id, second.IsRepeated));
        Assert.Equal((null, true), (other.Schedule, other.IsRepeated));
        Assert.False(later.IsRepeated);
        Assert.NotEqual(first.Schedule.Id, later.Schedule!.Id);
    }

    [Theory]
    [InlineData("once", "2026-11-20", "19:00", null, null, "")]
    [InlineData(" ONCE ", "2026-11-20 00:00:00", "9:05:30", "[]", null, "")]
    [InlineData("daily", "0000-00-00", "00:00:00", "[\"09:00\",\"19:00:30\"]", "", "")]
    [InlineData("weekly", null, "19:00", "null", "Monday,SUNDAY, friday", "")]
    [InlineData("hourly", null, "19:00", null, null, "schedule_type")]
    [InlineData(null, null, "19:00", null, null, "schedule_type")]
    [InlineData("once", "0000-00-00", "19:00", null, null, "schedule_date")]
    [InlineData("once", "20.11.2026", "19:00", null, null, "schedule_date")]
    [InlineData("once", "2026-02-30", "19:00", null, null, "schedule_date")]
    [InlineData("daily", null, "25:00", null, null, "schedule_time")]
    [InlineData("daily", null, "", "", null, "schedule_time")]
    [InlineData("daily", null, "19:00", "[\"x\"]", null, "schedule_times")]
    [InlineData("daily", null, "19:00", "[900]", null, "schedule_times")]
    [InlineData("daily", null, "19:00", "{\"a\":1}", null, "schedule_times")]
    [InlineData("daily", null, "19:00", "09:00,10:00", null, "schedule_times")]
    [InlineData("weekly", null, "19:00", null, "", "schedule_weekdays")]
    [InlineData("weekly", null, "19:00", null, "monday,3", "schedule_weekdays")]
    [InlineData("weekly", null, "19:00", null, "월요일", "schedule_weekdays")]
    [InlineData("cron", null, "19:00", null, null, "cron")]
    public async Task LoadActiveAsync_RowOfTheShop_IsReadOrSaysWhatIsWrong(
        string? type, string? date, string? time, string? times, string? weekdays, string problem)
    {
        await Fixture.ExecuteAsync($"""
            INSERT INTO kb_schedule (id, target_bot_name, target_room_id, schedule_type, schedule_date, schedule_time, schedule_times, schedule_weekdays, valid_from, valid_until)
            VALUES (7, 'b', 'r', {Sql(type)}, {Sql(date)}, {Sql(time)}, {Sql(times)}, {Sql(weekdays)}, '0000-00-00', '')
            """);

        var schedule = Assert.Single(await Store.LoadActiveAsync(0, 10, default).DefaultTimeout());

        Assert.Equal(problem.Length == 0, schedule.Timing is not null);
        if (problem.Length > 0)
            Assert.StartsWith(problem + " ", schedule.Problem!, StringComparison.Ordinal);
        else
            Assert.Equal((null, null), (schedule.Timing!.ValidFrom, schedule.Timing.ValidUntil));
    }

    [Theory]
    [InlineData("{\"이름\":\"홍\",\"금액\":12000,\"{번호}\":\"7\",\"없음\":null}", "이름=홍 금액=12000 번호=7")]
    [InlineData("{}", "")]
    [InlineData("[]", null)]
    [InlineData("", null)]
    [InlineData("null", null)]
    public async Task FindAsync_TemplateVariablesOfTheShop_AreRead(string json, string? expected)
    {
        await Fixture.ExecuteAsync(Row + "(1, 'b', 'r', 'x', 'once', '2026-11-20', '19:00', 'active')");
        await Fixture.ExecuteAsync($"UPDATE kb_schedule SET template_variables = {Sql(json)}");

        var content = (await Store.FindAsync(1, default).DefaultTimeout())!.Content!;

        Assert.Null(content.Problem);
        Assert.Equal(expected, content.TemplateValues is { } values ? string.Join(' ', values.Select(value => $"{value.Key}={value.Value}")) : null);
    }

    [Theory]
    [InlineData("template_variables", "{broken")]
    [InlineData("message_images_1", "[1]")]
    [InlineData("message_images_2", "[{\"name\":\"x\"}]")]
    [InlineData("message_images_1", "{\"path\":\"x\"}")]
    public async Task FindAsync_UnreadableContent_HasAProblem(string column, string value)
    {
        await Fixture.ExecuteAsync(Row + "(1, 'b', 'r', 'x', 'once', '2026-11-20', '19:00', 'active')");
        await Fixture.ExecuteAsync($"UPDATE kb_schedule SET {column} = {Sql(value)}");

        Assert.StartsWith(column, (await Store.FindAsync(1, default).DefaultTimeout())!.Content!.Problem!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadChangesAsync_EditsOfTheShop_AreToldAndBookkeepingIsNot()
    {
        await Fixture.ExecuteAsync(Row + "(1, 'b', 'r', 'x', 'daily', NULL, '19:00', 'active'), (2, 'b', 'r', 'x', 'daily', NULL, '19:00', 'active')");
        var position = await Store.ReadChangePositionAsync(default).DefaultTimeout();

        await Fixture.ExecuteAsync("UPDATE kb_schedule SET last_sent_at = 'x', next_send_at = 'y', send_count = 3, updated_at = 'z', message_text = 'new'");
        Assert.Empty(await Store.ReadChangesAsync(position, 10, default).DefaultTimeout());

        await Fixture.ExecuteAsync("UPDATE kb_schedule SET schedule_time = '20:00' WHERE id = 1");
        await Fixture.ExecuteAsync("UPDATE kb_schedule SET status = 'cancelled' WHERE id = 2");
        await Fixture.ExecuteAsync("DELETE FROM kb_schedule WHERE id = 1");
        await Fixture.ExecuteAsync(Row.Replace("INSERT", "INSERT OR REPLACE", StringComparison.Ordinal) + "(2, 'b', 'r', 'x', 'daily', NULL, '21:00', 'active')");
        var changes = await Store.ReadChangesAsync(position, 10, default).DefaultTimeout();

        Assert.Equal([1L, 2L, 1L, 2L], changes.Select(change => change.ScheduleId));
        Assert.Equal(changes.Skip(1), await Store.ReadChangesAsync(changes[0].Position, 10, default).DefaultTimeout());
        Assert.Equal([2L], (await Store.LoadAsync([1, 2], default).DefaultTimeout()).Select(schedule => schedule.Id));
    }

    [Fact]
    public async Task Edits_OfTimesAndStatus_AreTimed()
    {
        await Fixture.ExecuteAsync(Row + "(1, 'b', 'r', 'x', 'daily', NULL, '19:00', 'active')");
        Assert.NotNull((await FindAsync(1)).TimedAt);
        Assert.Null((await FindAsync(1)).ResumedAt);

        await Fixture.ExecuteAsync("UPDATE dk_schedules SET timed_at = NULL");
        await Fixture.ExecuteAsync("UPDATE kb_schedule SET status = 'inactive'");
        Assert.Null((await FindAsync(1)).ResumedAt);
        await Fixture.ExecuteAsync("UPDATE kb_schedule SET status = 'active'");
        Assert.NotNull((await FindAsync(1)).ResumedAt);
        Assert.Null((await FindAsync(1)).TimedAt);
        await Fixture.ExecuteAsync("UPDATE kb_schedule SET schedule_times = '[\"08:00\"]'");
        Assert.NotNull((await FindAsync(1)).TimedAt);
    }

    [Fact]
    public async Task RecordSkipsAsync_OncePerOccurrence_WritesRunAndLogAndStatus()
    {
        await Fixture.ExecuteAsync(Row + "(1, 'b', '방', 'x', 'once', '2026-11-20', '19:00', 'active')");
        var skip = new ScheduleSkip(1, Due, ScheduleSkipReason.Missed, "놓침", Due.AddHours(1)) { NewStatus = ScheduleStatus.Error };

        await Store.RecordSkipsAsync([skip, skip], default).DefaultTimeout();
        await Store.RecordSkipsAsync([skip], default).DefaultTimeout();

        Assert.Equal("1|방|failed|놓침|2026-11-20 19:00:00|2026-11-20 20:00:00", await Fixture.ReadTextAsync(
            "SELECT group_concat(schedule_id || '|' || target_room_id || '|' || status || '|' || error_message || '|' || scheduled_at || '|' || completed_at) FROM kb_schedule_logs"));
        Assert.Equal("error", await Fixture.ReadTextAsync("SELECT status FROM kb_schedule"));
        var run = Assert.Single(await Store.ListRunsAsync(1, long.MaxValue, 10, default).DefaultTimeout());
        Assert.Equal((Due, Due.AddHours(1), ScheduleSkipReason.Missed, "놓침", null), (run.DueAt, run.StartedAt, run.SkipReason, run.SkipDetail, run.MessageId));
        var due = Assert.Single(await Store.LoadDueAsync([new ScheduleOccurrenceKey(1, Due)], default).DefaultTimeout());
        Assert.True(due.IsTaken);
        Assert.Equal(Due, due.Schedule.LastDueAt);
        Assert.False(Assert.Single(await Store.LoadDueAsync([new ScheduleOccurrenceKey(1, Due.AddDays(1))], default).DefaultTimeout()).IsTaken);
    }

    [Fact]
    public async Task RecordProblemAsync_ActiveRow_IsInErrorOnce()
    {
        await Fixture.ExecuteAsync(Row + "(1, 'b', 'r', 'x', 'hourly', NULL, '19:00', 'active')");

        await Store.RecordProblemAsync(1, "무엇?", Due, default).DefaultTimeout();
        await Store.RecordProblemAsync(1, "무엇?", Due, default).DefaultTimeout();

        Assert.Equal("error", await Fixture.ReadTextAsync("SELECT status FROM kb_schedule"));
        Assert.Equal("1", await Fixture.ReadTextAsync("SELECT count(*) FROM kb_schedule_logs WHERE status = 'failed' AND error_message = '무엇?'"));
    }

    [Fact]
    public async Task LoadDueAsync_LargePictures_AreLeftOutAndFoundAlone()
    {
        var picture = new SchedulePicture(null, new string('A', 80_000), "big.png");
        var stored = await AddAsync(Sample() with { Content = new ScheduleContent { Text = "x", Pictures1 = [picture] } });

        var due = Assert.Single(await Store.LoadDueAsync([new ScheduleOccurrenceKey(stored.Id, Due)], default).DefaultTimeout());

        Assert.Null(due.Schedule.Content);
        Assert.Equal([picture], (await FindAsync(stored.Id)).Content!.Pictures1);
    }

    [Fact]
    public async Task UpdateAsync_SomeFields_LeavesTheOthers()
    {
        var stored = await AddAsync(Sample() with { Description = "keep" });

        var updated = await Store.UpdateAsync(
            stored.Id,
            new ScheduleUpdate
            {
                Title = "new",
                Timing = new ScheduleTiming(new DailyRecurrence([new(8, 0)])),
                SetsMisfire = true,
                Misfire = new MisfirePolicy(MisfireMode.Skip, TimeSpan.Zero),
                NextDueAt = Due,
            },
            Due,
            default).DefaultTimeout();

        Assert.Equal(("new", "keep", MisfireMode.Skip), (updated!.Title, updated.Description, updated.Misfire!.Value.Mode));
        Assert.Equal(stored.Content!.Text, updated.Content!.Text);
        Assert.Equal([new TimeOnly(8, 0)], Assert.IsType<DailyRecurrence>(updated.Timing!.Recurrence).Times);
        Assert.Equal(Due, updated.TimedAt);
        Assert.Null(await Store.UpdateAsync(999, new ScheduleUpdate { Title = "x" }, Due, default).DefaultTimeout());
    }

    [Fact]
    public async Task ListAsync_PagedAndFiltered_GivesThoseInOrder()
    {
        await Fixture.ExecuteAsync(Row + "(3, 'a', 'r', 'x', 'daily', NULL, '19:00', 'active'), (1, 'b', 'r', 'x', 'daily', NULL, '19:00', 'active'), "
            + "(2, 'a', 's', 'x', 'daily', NULL, '19:00', 'cancelled')");

        Assert.Equal([1L, 2L], await ListAsync(new ScheduleQuery { Limit = 2 }));
        Assert.Equal([3L], await ListAsync(new ScheduleQuery { Limit = 2, AfterId = 2 }));
        Assert.Equal([2L, 3L], await ListAsync(new ScheduleQuery { BotName = "a" }));
        Assert.Equal([2L], await ListAsync(new ScheduleQuery { BotName = "a", ChannelId = "s" }));
        Assert.Equal([2L], await ListAsync(new ScheduleQuery { Status = ScheduleStatus.Cancelled }));

        async Task<IEnumerable<long>> ListAsync(ScheduleQuery query) =>
            (await Store.ListAsync(query, default).DefaultTimeout()).Select(schedule => schedule.Id);
    }

    [Fact]
    public async Task DeleteAsync_Schedule_IsGoneAndTold()
    {
        var stored = await AddAsync(Sample());
        var position = await Store.ReadChangePositionAsync(default).DefaultTimeout();

        Assert.True(await Store.DeleteAsync(stored.Id, default).DefaultTimeout());
        Assert.False(await Store.DeleteAsync(stored.Id, default).DefaultTimeout());

        Assert.Null(await Store.FindAsync(stored.Id, default).DefaultTimeout());
        Assert.Equal(stored.Id, Assert.Single(await Store.ReadChangesAsync(position, 10, default).DefaultTimeout()).ScheduleId);
    }

    [Fact]
    public async Task DeleteAsync_NumberGivenOutAgain_TheSuccessorHasNoPast()
    {
        var first = await AddAsync(Sample());
        await Store.RecordSkipsAsync([new ScheduleSkip(first.Id, Due, ScheduleSkipReason.Missed, "", Due)], default).DefaultTimeout();
        await Store.DeleteAsync(first.Id, default).DefaultTimeout();

        var second = await AddAsync(Sample());

        Assert.Null(second.LastDueAt);
        Assert.False(Assert.Single(await Store.LoadDueAsync([new ScheduleOccurrenceKey(second.Id, Due)], default).DefaultTimeout()).IsTaken);
        Assert.Empty(await Store.ListRunsAsync(first.Id, long.MaxValue, 10, default).DefaultTimeout());
    }

    [Fact]
    public async Task PurgeAsync_OldRuns_KeepsTheLatestOfALivingSchedule()
    {
        var stored = await AddAsync(Sample() with { Timing = new ScheduleTiming(new DailyRecurrence([new(19, 0)])) });
        foreach (var day in new[] { 0, 1, 2 })
        {
            await Store.RecordSkipsAsync(
                [new ScheduleSkip(stored.Id, Due.AddDays(day), ScheduleSkipReason.Missed, "", Due.AddDays(day))], default).DefaultTimeout();
        }

        var purged = await Store.PurgeAsync(DateTimeOffset.UnixEpoch, Due.AddDays(30), 100, default).DefaultTimeout();

        Assert.Equal(2, purged);
        Assert.Equal(Due.AddDays(2), Assert.Single(await Store.ListRunsAsync(stored.Id, long.MaxValue, 10, default).DefaultTimeout()).DueAt);
    }

    private static Schedule Sample() => new()
    {
        Title = "공지",
        Room = new RoomKey("LOA.i", "18429813"),
        Timing = new ScheduleTiming(new OnceRecurrence(new(2026, 11, 20), [new(19, 0)])),
        Content = new ScheduleContent { Text = "안녕" },
    };

    private static string Sql(string? text) => text is null ? "NULL" : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private async Task<Schedule> AddAsync(Schedule schedule) =>
        (await Store.AddAsync(new ScheduleInsert(schedule, Samples.Now), default).DefaultTimeout()).Schedule!;

    private async Task<Schedule> FindAsync(long id) => (await Store.FindAsync(id, default).DefaultTimeout())!;
}
