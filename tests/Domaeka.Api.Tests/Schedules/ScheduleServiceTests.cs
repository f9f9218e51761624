using System.Globalization;
using Domaeka.Api.Errors;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Access;
using Domaeka.Core.Scheduling;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using ProtoMode = Domaeka.V1.MisfireMode;
using ProtoSchedule = Domaeka.V1.Schedule;
using ProtoStatus = Domaeka.V1.ScheduleStatus;

namespace Domaeka.Api.Tests.Schedules;

public sealed class ScheduleServiceTests(ApiHost api) : IClassFixture<ApiHost>
{
    private static readonly TimeSpan Seoul = TimeSpan.FromHours(9);

    [Fact]
    public async Task CreateSchedule_EverythingSet_IsReadBack()
    {
        var room = await api.AddRoomAsync("create", "1", "방");
        var schedule = new ProtoSchedule
        {
            Title = "저녁 공지",
            Description = "메모",
            Room = room,
            Device = "bots/create/devices/d1",
            Recurrence = new()
            {
                Weekly = new() { Weekdays = { Weekday.Friday, Weekday.Monday }, Times = { "19:00:30", "09:00" } },
                ValidFrom = "2026-01-01",
                ValidUntil = "2999-12-31",
            },
            MisfirePolicy = new() { Mode = ProtoMode.RunIfLate, Tolerance = Duration.FromTimeSpan(TimeSpan.FromMinutes(3)) },
            TimeToLive = Duration.FromTimeSpan(TimeSpan.FromHours(1)),
            Content = new()
            {
                Template = new() { Text = "{주문자명}님", Values = { ["주문자명"] = "홍길동" } },
                FirstImages = { new ScheduleImage { Uri = "https://shop.example/1.png", FileName = "1.png" } },
                FirstWait = Duration.FromTimeSpan(TimeSpan.FromSeconds(3)),
                Interval = Duration.FromTimeSpan(TimeSpan.FromSeconds(5)),
                SecondImages = { new ScheduleImage { Data = ByteString.CopyFrom([1, 2, 3]) }, new ScheduleImage { Path = "a/b.png" } },
            },
        };

        var created = (await api.Schedules.CreateScheduleAsync(new() { Schedule = schedule })).Schedule;

        Assert.StartsWith("schedules/", created.Name, StringComparison.Ordinal);
        Assert.Equal(ProtoStatus.Active, created.Status);
        Assert.NotNull(created.CreateTime);
        Assert.True(created.NextRunTime.ToDateTimeOffset() > DateTimeOffset.UnixEpoch);
        Assert.Equal((schedule.Title, schedule.Description, room, schedule.Device), (created.Title, created.Description, created.Room, created.Device));
        Assert.Equal([Weekday.Monday, Weekday.Friday], created.Recurrence.Weekly.Weekdays);
        Assert.Equal(["09:00", "19:00:30"], created.Recurrence.Weekly.Times);
        Assert.Equal(("2026-01-01", "2999-12-31"), (created.Recurrence.ValidFrom, created.Recurrence.ValidUntil));
        Assert.Equal((schedule.MisfirePolicy, schedule.TimeToLive), (created.MisfirePolicy, created.TimeToLive));
        Assert.Equal(schedule.Content.Template, created.Content.Template);
        Assert.Equal(schedule.Content.FirstImages, created.Content.FirstImages);
        Assert.Equal((3L, ScheduleImage.SourceOneofCase.None), (created.Content.SecondImages[0].SizeBytes, created.Content.SecondImages[0].SourceCase));
        Assert.Equal("a/b.png", created.Content.SecondImages[1].Path);
        Assert.Equal((schedule.Content.FirstWait, schedule.Content.Interval, null), (created.Content.FirstWait, created.Content.Interval, created.Content.SecondWait));
        Assert.Equal(created, (await api.Schedules.GetScheduleAsync(new() { Name = created.Name })).Schedule);
    }

    [Fact]
    public async Task CreateSchedule_RequestIdAgain_GivesTheFirstAndAnotherScheduleIsRefused()
    {
        var request = new CreateScheduleRequest { Schedule = await DailyAsync("again"), RequestId = "r-1" };

        var first = (await api.Schedules.CreateScheduleAsync(request)).Schedule;
        var second = (await api.Schedules.CreateScheduleAsync(request)).Schedule;
        request.Schedule.Title = "other";

        Assert.Equal(first.Name, second.Name);
        await RpcAssert.FailsAsync(StatusCode.AlreadyExists, ErrorReasons.RequestIdReused, api.Schedules.CreateScheduleAsync(request));
    }

    [Fact]
    public async Task CreateSchedule_ValidateOnly_StoresNothing()
    {
        var schedule = await DailyAsync("validate");

        var answer = (await api.Schedules.CreateScheduleAsync(new() { Schedule = schedule, ValidateOnly = true })).Schedule;

        Assert.Equal("", answer.Name);
        Assert.NotNull(answer.NextRunTime);
        Assert.Empty((await api.Schedules.ListSchedulesAsync(new() { Bot = "validate" })).Schedules);
    }

    [Fact]
    public async Task CreateSchedule_EverythingWrong_IsToldAtOnce()
    {
        await RpcAssert.ViolatesAsync(
            api.Schedules.CreateScheduleAsync(new() { Schedule = new(), RequestId = "가" }),
            "request_id", "schedule.room", "schedule.recurrence", "schedule.content");
        await RpcAssert.ViolatesAsync(
            api.Schedules.CreateScheduleAsync(new()
            {
                Schedule = new()
                {
                    Title = new string('x', 201),
                    Room = "x",
                    Device = "y",
                    Recurrence = new() { Once = new() { Date = "2026-02-30", Times = { "25:00" } }, ValidFrom = "2026-2-1" },
                    MisfirePolicy = new() { Mode = ProtoMode.Skip, Tolerance = new() },
                    TimeToLive = new() { Nanos = 1 },
                    Content = new()
                    {
                        Template = new() { Text = "{a} {b}", Values = { ["c"] = "x" } },
                        FirstImages = { new ScheduleImage { Uri = "ftp://x/1.png" }, new ScheduleImage() },
                        SecondImages = { new ScheduleImage { Path = "../x" } },
                        Interval = new() { Seconds = 3_601 },
                        FirstWait = new(),
                    },
                },
            }),
            "schedule.title",
            "schedule.room",
            "schedule.device",
            "schedule.recurrence.once.date",
            "schedule.recurrence.once.times",
            "schedule.recurrence.valid_from",
            "schedule.misfire_policy",
            "schedule.time_to_live",
            "schedule.content.template.values[a]",
            "schedule.content.template.values[b]",
            "schedule.content.first_images[0].uri",
            "schedule.content.first_images[1].source",
            "schedule.content.second_images[0].path",
            "schedule.content.interval",
            "schedule.content.first_wait");
        await RpcAssert.ViolatesAsync(
            api.Schedules.CreateScheduleAsync(new() { Schedule = new() { Room = "bots/b/rooms/r", Recurrence = new() { Cron = new() { Expression = "x" } }, Content = new() } }),
            "schedule.recurrence.cron.expression", "schedule.content.body");
        await RpcAssert.ViolatesAsync(
            api.Schedules.CreateScheduleAsync(new() { Schedule = new() { Room = "bots/b/rooms/r", Recurrence = new() { Weekly = new() }, Content = new() { Text = " " } } }),
            "schedule.recurrence.weekly.weekdays", "schedule.recurrence.weekly.times", "schedule.content.text");
    }

    [Fact]
    public async Task CreateSchedule_UnknownRoomOrPastTime_IsRefused()
    {
        var schedule = await DailyAsync("past");
        schedule.Recurrence = new() { Once = new() { Date = "2020-01-01", Times = { "19:00" } } };
        await RpcAssert.ViolatesAsync(api.Schedules.CreateScheduleAsync(new() { Schedule = schedule }), "schedule.recurrence");

        schedule.Recurrence = new() { Daily = new() { Times = { "19:00" } } };
        schedule.Room = "bots/past/rooms/nowhere";
        await RpcAssert.FailsAsync(StatusCode.NotFound, ErrorReasons.RoomNotFound, api.Schedules.CreateScheduleAsync(new() { Schedule = schedule }));
    }

    [Fact]
    public async Task EveryNamedRpc_UnknownOrNoName_IsRefused()
    {
        const string unknown = "schedules/999999";
        await NotFound(api.Schedules.GetScheduleAsync(new() { Name = unknown }));
        await NotFound(api.Schedules.UpdateScheduleAsync(new() { Schedule = new() { Name = unknown, Title = "x" } }));
        await NotFound(api.Schedules.UpdateScheduleAsync(new() { Schedule = new() { Name = unknown } }));
        await NotFound(api.Schedules.DeleteScheduleAsync(new() { Name = unknown }));
        await NotFound(api.Schedules.PauseScheduleAsync(new() { Name = unknown }));
        await NotFound(api.Schedules.ResumeScheduleAsync(new() { Name = unknown }));
        await NotFound(api.Schedules.RunScheduleAsync(new() { Name = unknown }));
        await NotFound(api.Schedules.PreviewScheduleAsync(new() { Name = unknown }));
        await NotFound(api.Schedules.ListScheduleRunsAsync(new() { Name = unknown }));
        foreach (var name in new[] { "", "schedules/", "schedules/x", "schedules/-1", "schedules/0", "messages/1" })
            await RpcAssert.ViolatesAsync(api.Schedules.GetScheduleAsync(new() { Name = name }), "name");
        await RpcAssert.ViolatesAsync(api.Schedules.PreviewScheduleAsync(new() { Count = 101 }), "target", "count");
        await RpcAssert.ViolatesAsync(
            api.Schedules.UpdateScheduleAsync(new() { Schedule = new() { Name = "x" }, UpdateMask = new() { Paths = { "content", "room", "recurrence", "status" } } }),
            "schedule.name", "schedule.content", "schedule.room", "schedule.recurrence", "update_mask");

        static Task NotFound<T>(AsyncUnaryCall<T> call) => RpcAssert.FailsAsync(StatusCode.NotFound, ErrorReasons.ScheduleNotFound, call);
    }

    [Fact]
    public async Task UpdateSchedule_Mask_ChangesAndClearsWhatItNames()
    {
        var schedule = await DailyAsync("update");
        (schedule.Title, schedule.Description, schedule.TimeToLive) = ("a", "keep", new Duration { Seconds = 60 });
        var name = (await api.Schedules.CreateScheduleAsync(new() { Schedule = schedule })).Schedule.Name;

        var updated = (await api.Schedules.UpdateScheduleAsync(new()
        {
            Schedule = new() { Name = name, Recurrence = new() { Cron = new() { Expression = "0 9 * * MON" } }, Title = "ignored" },
            UpdateMask = new() { Paths = { "recurrence", "time_to_live" } },
        })).Schedule;

        Assert.Equal(("a", "keep", null, "0 9 * * MON"), (updated.Title, updated.Description, updated.TimeToLive, updated.Recurrence.Cron.Expression));
        Assert.Equal((DayOfWeek.Monday, 9), (Local(updated.NextRunTime).DayOfWeek, Local(updated.NextRunTime).Hour));
        Assert.Equal("b", (await api.Schedules.UpdateScheduleAsync(new() { Schedule = new() { Name = name, Title = "b" } })).Schedule.Title);
    }

    [Fact]
    public async Task ListSchedules_PagedAndFiltered_GivesEachOnce()
    {
        var room = (await DailyAsync("list")).Room;
        var names = new List<string>();
        for (var i = 0; i < 5; i++)
            names.Add((await api.Schedules.CreateScheduleAsync(new() { Schedule = await DailyAsync("list") })).Schedule.Name);
        await api.Schedules.PauseScheduleAsync(new() { Name = names[1] });

        var seen = new List<string>();
        var request = new ListSchedulesRequest { Bot = "list", PageSize = 2 };
        do
        {
            var page = await api.Schedules.ListSchedulesAsync(request);
            seen.AddRange(page.Schedules.Select(schedule => schedule.Name));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(names, seen);
        Assert.Equal([names[1]], (await api.Schedules.ListSchedulesAsync(new() { Room = room, Status = ProtoStatus.Inactive })).Schedules.Select(schedule => schedule.Name));
        await RpcAssert.ViolatesAsync(api.Schedules.ListSchedulesAsync(new() { PageToken = "x", PageSize = -1 }), "page_token", "page_size");
    }

    [Fact]
    public async Task PauseAndResume_ActiveAndOver_FollowTheirRules()
    {
        var name = (await api.Schedules.CreateScheduleAsync(new() { Schedule = await DailyAsync("pause") })).Schedule.Name;

        var paused = (await api.Schedules.PauseScheduleAsync(new() { Name = name })).Schedule;
        Assert.Equal(paused, (await api.Schedules.PauseScheduleAsync(new() { Name = name })).Schedule);
        var resumed = (await api.Schedules.ResumeScheduleAsync(new() { Name = name })).Schedule;

        Assert.Equal((ProtoStatus.Inactive, null), (paused.Status, paused.NextRunTime));
        Assert.Equal(ProtoStatus.Active, resumed.Status);
        Assert.NotNull(resumed.NextRunTime);

        await ExecuteAsync($"UPDATE kb_schedule SET status = 'completed', schedule_type = 'once', schedule_date = '2020-01-01' WHERE id = {name[10..]}");
        await RpcAssert.FailsAsync(StatusCode.FailedPrecondition, ErrorReasons.ScheduleNotActive, api.Schedules.PauseScheduleAsync(new() { Name = name }));
        await RpcAssert.FailsAsync(StatusCode.FailedPrecondition, ErrorReasons.ScheduleOver, api.Schedules.ResumeScheduleAsync(new() { Name = name }));
    }

    [Fact]
    public async Task PreviewSchedule_StoredAndUnsaved_TellsTimesAndContent()
    {
        var schedule = await DailyAsync("preview");
        schedule.Content = new() { Template = new() { Text = "{이름}님", Values = { ["이름"] = "홍" } }, FirstImages = { new ScheduleImage { Path = "x.png" } } };

        var broken = await api.Schedules.PreviewScheduleAsync(new() { Schedule = schedule, Count = 3 });
        schedule.Content.FirstImages.Clear();
        var name = (await api.Schedules.CreateScheduleAsync(new() { Schedule = schedule })).Schedule.Name;
        var stored = await api.Schedules.PreviewScheduleAsync(new() { Name = name });

        Assert.Equal(3, broken.OccurrenceTimes.Count);
        Assert.Contains("ImageDirectory", broken.Problem, StringComparison.Ordinal);
        Assert.Empty(broken.Parts);
        Assert.Equal(10, stored.OccurrenceTimes.Count);
        Assert.All(stored.OccurrenceTimes, time => Assert.Equal(new TimeSpan(3, 33, 33), Local(time).TimeOfDay));
        Assert.Equal("홍님", Assert.Single(stored.Parts).Text);
        Assert.Equal("", stored.Problem);
    }

    [Fact]
    public async Task PreviewSchedule_RowOfTheShopWithMissingValues_NamesThem()
    {
        await ExecuteAsync("""
            INSERT INTO kb_schedule (id, target_bot_name, target_room_id, message_text, template_variables, schedule_type, schedule_time, status)
            VALUES (1000000, 'b', 'r', '{주문자명} {총금액}', '{"x":1}', 'daily', '19:00', 'inactive')
            """);

        var preview = await api.Schedules.PreviewScheduleAsync(new() { Name = "schedules/1000000" });

        Assert.Equal(["주문자명", "총금액"], preview.MissingValues);
        Assert.NotEmpty(preview.Problem);
    }

    [Fact]
    public async Task RunSchedule_Now_ReachesThePhoneAndIsListed()
    {
        await using var phone = await api.ConnectPhoneAsync("run", "d1");
        await phone.SayAsync("방", "안녕", "1");
        await api.Devices.ApproveDeviceAsync(new() { Name = "bots/run/devices/d1" });
        await Eventually.TrueAsync(async () => (await api.Rooms.ListRoomsAsync(new() { Bot = "run" })).Rooms.Count == 1);
        await api.Rooms.ApproveRoomAsync(new() { Name = "bots/run/rooms/1" });
        var schedule = await DailyAsync("run", "bots/run/rooms/1");
        var name = (await api.Schedules.CreateScheduleAsync(new() { Schedule = schedule })).Schedule.Name;

        var first = (await api.Schedules.RunScheduleAsync(new() { Name = name, RequestId = "run-1" })).Message;
        var again = (await api.Schedules.RunScheduleAsync(new() { Name = name, RequestId = "run-1" })).Message;

        Assert.Equal("공지", (await phone.NextAsync<TextLine>()).Text);
        Assert.Equal((first.Name, name), (again.Name, first.Schedule));
        var run = Assert.Single((await api.Schedules.ListScheduleRunsAsync(new() { Name = name })).Runs);
        Assert.Equal((first.Name, true, name), (run.Message, run.Manual, run.Schedule));
        Assert.NotEqual(V1.DeliveryState.Unspecified, run.State);
        Assert.Equal(ProtoStatus.Active, (await api.Schedules.GetScheduleAsync(new() { Name = name })).Schedule.Status);
    }

    [Fact]
    public async Task Due_RowInsertedByTheShop_ReachesThePhoneOnce()
    {
        await using var phone = await api.ConnectPhoneAsync("due", "d1");
        await phone.SayAsync("방", "안녕", "1");
        await api.Devices.ApproveDeviceAsync(new() { Name = "bots/due/devices/d1" });
        await Eventually.TrueAsync(async () => (await api.Rooms.ListRoomsAsync(new() { Bot = "due" })).Rooms.Count == 1);
        await api.Rooms.ApproveRoomAsync(new() { Name = "bots/due/rooms/1" });
        var now = TimeProvider.System.GetUtcNow().ToOffset(Seoul);

        await ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO kb_schedule (id, target_bot_name, target_room_id, message_text, schedule_type, schedule_date, schedule_time, status)
            VALUES (2000000, 'due', '1', '샵 공지', 'once', '{now:yyyy-MM-dd}', '{now:HH:mm:ss}', 'active')
            """));

        Assert.Equal("샵 공지", (await phone.NextAsync<TextLine>()).Text);
        var schedule = (await api.Schedules.GetScheduleAsync(new() { Name = "schedules/2000000" })).Schedule;
        Assert.Equal((ProtoStatus.Completed, 1), (schedule.Status, schedule.RunCount));
        var run = Assert.Single((await api.Schedules.ListScheduleRunsAsync(new() { Name = "schedules/2000000" })).Runs);
        Assert.Equal((false, schedule.Name), (run.Manual, run.Schedule));
        Assert.NotEqual("", run.Message);
    }

    [Fact]
    public async Task Due_RowOfTheShopThatMakesNoSense_IsInErrorWithItsReason()
    {
        await ExecuteAsync("""
            INSERT INTO kb_schedule (id, target_bot_name, target_room_id, message_text, schedule_type, schedule_time, status)
            VALUES (3000000, 'b', 'r', 'x', 'sometimes', '19:00', 'active')
            """);

        await Eventually.TrueAsync(async () =>
            (await api.Schedules.GetScheduleAsync(new() { Name = "schedules/3000000" })).Schedule.Status == ProtoStatus.Error);

        var schedule = (await api.Schedules.GetScheduleAsync(new() { Name = "schedules/3000000" })).Schedule;
        Assert.Contains("schedule_type", schedule.Problem, StringComparison.Ordinal);
        Assert.Null(schedule.Recurrence);
    }

    [Fact]
    public async Task RunSchedule_ContentThatCannotBeSent_SaysWhy()
    {
        var schedule = await DailyAsync("unsendable");
        schedule.Content = new() { FirstImages = { new ScheduleImage { Path = "a.png" } } };
        var name = (await api.Schedules.CreateScheduleAsync(new() { Schedule = schedule })).Schedule.Name;

        var error = await RpcAssert.FailsAsync(
            StatusCode.FailedPrecondition, ErrorReasons.ScheduleNotSendable, api.Schedules.RunScheduleAsync(new() { Name = name }));

        Assert.Contains("ImageDirectory", RpcAssert.Detail<ErrorInfo>(error).Metadata["problem"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeleteSchedule_Stored_IsGoneForThePlannerToo()
    {
        var name = (await api.Schedules.CreateScheduleAsync(new() { Schedule = await DailyAsync("delete") })).Schedule.Name;

        await api.Schedules.DeleteScheduleAsync(new() { Name = name });

        await RpcAssert.FailsAsync(StatusCode.NotFound, ErrorReasons.ScheduleNotFound, api.Schedules.GetScheduleAsync(new() { Name = name }));
        await RpcAssert.FailsAsync(StatusCode.NotFound, ErrorReasons.ScheduleNotFound, api.Schedules.DeleteScheduleAsync(new() { Name = name }));
    }

    [Fact]
    public async Task Scopes_OfAReader_LetReadAndNothingElse()
    {
        var reader = new ScheduleService.ScheduleServiceClient(api.Connect(await api.AddKeyAsync(ApiScopes.Read)));

        await reader.ListSchedulesAsync(new());
        await RpcAssert.FailsAsync(StatusCode.PermissionDenied, ErrorReasons.ScopeMissing, reader.DeleteScheduleAsync(new() { Name = "schedules/1" }));
    }

    [Fact]
    public void Zone_OfTheHost_IsSeoul() =>
        Assert.Equal(new DateTime(2026, 11, 20, 9, 0, 0), api.Host.Services.GetRequiredService<IScheduleManager>().Zone.ToLocal(
            new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero)));

    private static DateTimeOffset Local(Timestamp time) => time.ToDateTimeOffset().ToOffset(Seoul);

    private async Task<ProtoSchedule> DailyAsync(string bot, string? room = null)
    {
        room ??= await api.AddRoomAsync(bot, "1", "방");
        return new ProtoSchedule
        {
            Room = room,
            Recurrence = new() { Daily = new() { Times = { "03:33:33" } } },
            Content = new() { Text = "공지" },
        };
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(api.Data.Path, "domaeka.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
