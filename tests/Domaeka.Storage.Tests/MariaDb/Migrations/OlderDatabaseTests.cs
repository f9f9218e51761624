using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Monitoring;
using Domaeka.Core.Outbox;
using Domaeka.Core.Processes;
using Domaeka.Core.Rooms;
using Domaeka.Core.Scheduling;
using Domaeka.TestKit;
using Domaeka.TestKit.MariaDb;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MySqlConnector;

namespace Domaeka.Storage.Tests.MariaDb.Migrations;

/// <summary>Databases that older servers and web admins left, in the shapes that are known from the field.</summary>
public sealed class OlderDatabaseTests : IAsyncLifetime
{
    /// <summary>As most PHP programs have it on this server.</summary>
    private const string AdminMode = "STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";

    private TestDatabase _database = null!;
    private IHost? _host;

    public static TheoryData<OlderDatabase> Shapes => [.. OlderDatabase.All];

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync();

    public async Task DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public async Task Start_OlderDatabase_LosesNothingAndServesBothSides(OlderDatabase shape)
    {
        await _database.ExecuteAsync(shape.Script);
        var before = await AnswersAsync(shape);

        await StartAsync();

        Assert.Equal(before, await AnswersAsync(shape));
        foreach (var edit in shape.Edits)
            await _database.ExecuteAsync(edit, AdminMode);
        await UseStoresAsync();
    }

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public async Task Start_OlderDatabaseOnceMoreWithoutTheRecord_ChangesNothing(OlderDatabase shape)
    {
        await _database.ExecuteAsync(shape.Script);
        await StartAsync();
        var schema = await ReadSchemaAsync();
        await StopAsync();
        await _database.ExecuteAsync("DELETE FROM dk_migrations");

        await StartAsync();

        Assert.Equal(schema, await ReadSchemaAsync());
    }

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public async Task Start_AccountWithTheDocumentedGrants_IsEnough(OlderDatabase shape)
    {
        await _database.ExecuteAsync(shape.Script);
        var user = $"u{Guid.NewGuid():N}"[..20];
        await _database.ExecuteAsync(
            $"""
            CREATE USER {user}@'%' IDENTIFIED BY 'secret';
            GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP, TRIGGER ON {_database.Name}.* TO {user}@'%';
            """);
        try
        {
            _host = await StorageHost.StartAsync(options =>
            {
                options.Provider = "mariadb";
                options.ConnectionString = new MySqlConnectionStringBuilder(_database.ConnectionString) { UserID = user, Password = "secret" }.ConnectionString;
            }).DefaultTimeout();
            await UseStoresAsync();
            await StopAsync();
        }
        finally
        {
            await _database.ExecuteAsync($"DROP USER {user}@'%'");
        }

        // Nobody could write schedules while the triggers act for an account that is gone.
        await StartAsync();
        await _database.ExecuteAsync("INSERT INTO kb_schedule (title) VALUES ('x')");
        Assert.Equal(["4"], await _database.QueryAsync("SELECT count(*) FROM information_schema.triggers WHERE trigger_schema = DATABASE()"));
    }

    [Fact]
    public async Task Devices_UniqueByPhoneAlone_TakeASecondBot()
    {
        await _database.ExecuteAsync(OlderDatabase.All[0].Script);
        await StartAsync();

        var old = await Get<IDeviceStore>().FindAsync(new DeviceKey("LOA.i", "abc"), default).DefaultTimeout();
        var second = await Get<IDeviceStore>().AddIfMissingAsync(Samples.Device("second", "abc") with { Description = "메모" }, default).DefaultTimeout();

        Assert.Equal(ApprovalStatus.Approved, old!.Status);
        Assert.Equal(new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero), old.CreatedAt);
        Assert.Equal(("second", "메모"), (second.Key.BotName, second.Description));
        Assert.Equal(["7:keep", "8:"], await _database.QueryAsync("SELECT concat(id, ':', coalesce(shop_note, '')) FROM kb_bot_devices ORDER BY id"));
        Assert.Equal(["uk_device"], await _database.QueryAsync(
            "SELECT index_name FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'kb_bot_devices' AND index_name = 'uk_device' AND non_unique = 1"));
    }

    [Fact]
    public async Task Rooms_KeyIsTheRoomAlone_TakeASecondBotAndReadTheMisspelling()
    {
        await _database.ExecuteAsync(OlderDatabase.All[0].Script);
        await StartAsync();
        var store = Get<IRoomStore>();

        var old = await store.FindAsync(new RoomKey("LOA.i", "18429813"), default).DefaultTimeout();
        await store.AddIfMissingAsync(Samples.Room("b"), default).DefaultTimeout();
        await store.UpdateAsync(old!.Key, new RoomUpdate { Description = "새 설명" }, Samples.Now, default).DefaultTimeout();

        Assert.Equal(("사과방", ApprovalStatus.Approved, 2, "옛 설명"), (old.Name, old.Status, old.Concurrency, old.Description));
        Assert.Equal(["방장"], old.Owners);
        Assert.Equal(new RoomLogSettings(false, 30), old.LogSettings);
        Assert.Equal(["LOA.i", "b"], (await store.LoadAllAsync(default).DefaultTimeout()).Select(room => room.Key.BotName));
        Assert.Equal(["새 설명/새 설명"], await _database.QueryAsync("SELECT concat(description, '/', descryption) FROM kb_rooms WHERE bot_name = 'LOA.i'"));
    }

    [Fact]
    public async Task Rooms_KeyWithTheDevice_StrictestDecisionWinsAndTheOldRowsAreKept()
    {
        await _database.ExecuteAsync(OlderDatabase.All[1].Script);
        await StartAsync();

        var rooms = await Get<IRoomStore>().LoadAllAsync(default).DefaultTimeout();

        Assert.Equal(
            [("one", ApprovalStatus.Blocked, "y"), ("two", ApprovalStatus.Approved, "y")],
            rooms.Select(room => (room.Name, room.Status, room.DeviceId)));
        Assert.Equal(["4"], await _database.QueryAsync("SELECT count(*) FROM kb_rooms_old"));
    }

    [Fact]
    public async Task Devices_WithoutAnyKey_AreNumberedAndMerged()
    {
        await _database.ExecuteAsync(
            """
            CREATE TABLE kb_bot_devices (id int DEFAULT NULL, bot_name varchar(30), device_id varchar(100), status varchar(20)) DEFAULT CHARSET=utf8mb3;
            INSERT INTO kb_bot_devices VALUES (1, 'a', 'x', 'approved'), (1, 'a', 'x', 'blocked'), (NULL, 'b', NULL, 'pending'), (7, 'A', 'x', 'approved');
            """);
        await StartAsync();

        Assert.Equal(["a|x|blocked", "A|x|approved", "b||pending"], await _database.QueryAsync("SELECT concat_ws('|', bot_name, device_id, status) FROM kb_bot_devices ORDER BY lower(bot_name), bot_name DESC"));
        Assert.Equal(["4"], await _database.QueryAsync("SELECT count(*) FROM kb_bot_devices_old"));
        Assert.Equal(["3"], await _database.QueryAsync("SELECT count(DISTINCT id) FROM kb_bot_devices"));
    }

    [Fact]
    public async Task ChatLogs_SmallOldLayout_IsPutAside()
    {
        await _database.ExecuteAsync(OlderDatabase.All[3].Script);
        await StartAsync();

        Assert.Equal(["question/answer"], await _database.QueryAsync("SELECT concat(message, '/', response) FROM kb_chat_logs_old2"));
        Assert.Equal(["0"], await _database.QueryAsync("SELECT count(*) FROM kb_chat_logs"));
    }

    [Fact]
    public async Task ChatLogs_ThreeByteTextsOnMyIsam_TakeEmojiAndRollBack()
    {
        await _database.ExecuteAsync(OlderDatabase.All[2].Script);
        await StartAsync();
        var entry = Samples.Entry("😀 새로운", Samples.Now.AddMilliseconds(-678)) with { Directive = null, LogId = null, ClientTimestamp = null, Sender = "😀" };

        await Get<IChatLogStore>().AppendAsync([entry], default).DefaultTimeout();

        var log = await Get<IChatLogStore>().ListNewestAsync(Samples.RoomKey, 10, default).DefaultTimeout();
        Assert.Equal(entry, log[0]);
        Assert.Equal(("옛날", null, null, null), (log[1].Message, log[1].Directive, log[1].LogId, log[1].ClientTimestamp));
        Assert.Equal(["0"], await _database.QueryAsync(
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND engine <> 'InnoDB' AND table_name <> 'kb_bot_server_mapping'"));
    }

    [Fact]
    public async Task ChatLogs_DaysThatAreNone_DoNotKeepTheOthersFromBeingRead()
    {
        await _database.ExecuteAsync(OlderDatabase.All[0].Script);
        await _database.ExecuteAsync("UPDATE kb_chat_logs SET client_timestamp = '2026-00-10 00:00:00', server_timestamp = '0000-00-00 00:00:00' WHERE id = 41");
        await _database.ExecuteAsync("UPDATE kb_chat_logs SET client_timestamp = '2026-02-31 00:00:00' WHERE id = 42", "ALLOW_INVALID_DATES");
        await StartAsync();

        var log = await Get<IChatLogStore>().ListNewestAsync(Samples.RoomKey, 10, default).DefaultTimeout();

        Assert.Equal([("에코", null), ("안녕하세요", (DateTimeOffset?)null)], log.Select(line => (line.Message, line.ClientTimestamp)));
        Assert.Equal(DateTimeOffset.UnixEpoch, log[1].ServerTimestamp);
    }

    [Fact]
    public async Task Schedules_OfTheShop_AreReadAndFireAndKeepTheirTypes()
    {
        await _database.ExecuteAsync(OlderDatabase.All[4].Script);
        await StartAsync();

        var schedule = Assert.Single(await Get<IScheduleStore>().LoadActiveAsync(0, 10, default).DefaultTimeout());
        Assert.Null(schedule.Problem);
        var weekly = Assert.IsType<WeeklyRecurrence>(schedule.Timing!.Recurrence);
        Assert.Equal((Weekdays.Monday | Weekdays.Sunday, new TimeOnly(19, 0)), (weekly.Weekdays, weekly.Times.Single()));
        Assert.Equal(new DateTimeOffset(2026, 11, 16, 10, 0, 1, TimeSpan.Zero), schedule.LastSentAt);

        var occurrence = new ScheduleOccurrence(5, Samples.Now) { CompletesSchedule = true };
        var sent = await Get<IOutboxStore>().ApplyAsync([OutboxSamples.Insert().Scheduled(occurrence)], default).DefaultTimeout();
        await Get<IOutboxStore>().ApplyAsync([OutboxSamples.End(sent[0].Sequence, DeliveryState.Failed)], default).DefaultTimeout();

        Assert.Equal(["completed|1|2026-11-20 12:04:05"], await _database.QueryAsync(
            "SELECT concat_ws('|', status, send_count, last_sent_at) FROM kb_schedule WHERE id = 5 AND next_send_at IS NULL"));
        Assert.Equal(["7 kim success", "8  failed"], await _database.QueryAsync("SELECT concat(id, ' ', coalesce(operator, ''), ' ', status) FROM kb_schedule_logs ORDER BY id"));
        Assert.Equal(["set"], await _database.QueryAsync(
            "SELECT data_type FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'kb_schedule' AND column_name = 'schedule_weekdays'"));
    }

    [Fact]
    public async Task ServerProcesses_OldestLayout_TakesEveryStatusAndKeepsItsKey()
    {
        await _database.ExecuteAsync(OlderDatabase.All[3].Script);
        await StartAsync();
        var store = Get<IServerProcessStore>();

        await store.ReportAsync(Samples.Process("server-test-01") with { Status = ServerProcessStatus.Starting }, default).DefaultTimeout();
        await store.ReportAsync(Samples.Process(), default).DefaultTimeout();

        Assert.Equal(
            [
                Samples.Process(),
                Samples.Process("server-test-01") with
                {
                    Status = ServerProcessStatus.Starting,
                    ServerId = 1,
                    Server = new ProcessServer { Id = 1, Name = "main", Host = "10.0.0.1", Status = "active" },
                    LastStartAt = Samples.Now,
                },
            ],
            await store.ListAsync(default).DefaultTimeout());
        Assert.Equal(["3", "4"], await _database.QueryAsync("SELECT id FROM kb_server_processes ORDER BY id"));
        Assert.Equal(["0"], await _database.QueryAsync(
            "SELECT count(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name LIKE 'kb_server%' AND column_name IN ('process_id')"));
    }

    [Fact]
    public async Task Servers_KeyIsCalledId_AreCountedAllTheSame()
    {
        await _database.ExecuteAsync(OlderDatabase.All[3].Script);
        await StartAsync();
        await _database.ExecuteAsync("UPDATE kb_servers SET status = 'inactive', max_bots = 3");

        var load = await Get<IServerLoadStore>().ReportAsync(
            new ProcessLoad { ProcessName = "server-test-01", ServerId = 1, LiveBots = 2, TakenPlaces = 2, At = Samples.Now }, Samples.Now, default)
            .DefaultTimeout();

        Assert.Equal(new ServerLoad { ServerId = 1, Host = "10.0.0.1", MaxBots = 3, Availability = ServerAvailability.Inactive }, load);
        Assert.Equal(["2"], await _database.QueryAsync("SELECT current_bots FROM kb_servers"));
    }

    [Fact]
    public async Task Rooms_ForeignKeyOfOthers_StaysAndTheStartSucceeds()
    {
        await _database.ExecuteAsync(
            """
            CREATE TABLE kb_rooms (room_id varchar(50) NOT NULL PRIMARY KEY, bot_name varchar(30) NOT NULL, room_name varchar(255), status varchar(20)) DEFAULT CHARSET=utf8mb4;
            CREATE TABLE shop_rooms (id int PRIMARY KEY, room_id varchar(50), FOREIGN KEY (room_id) REFERENCES kb_rooms (room_id) ON DELETE CASCADE) DEFAULT CHARSET=utf8mb4;
            INSERT INTO kb_rooms VALUES ('1', 'a', 'one', 'approved');
            INSERT INTO shop_rooms VALUES (1, '1');
            """);

        await StartAsync();
        await Get<IRoomStore>().AddIfMissingAsync(Samples.Room("b", "1"), default).DefaultTimeout();

        await _database.ExecuteAsync("INSERT INTO shop_rooms VALUES (2, '1'); ALTER TABLE shop_rooms ADD COLUMN note int, FORCE; DELETE FROM shop_rooms WHERE id = 2");
        Assert.Equal(["1"], await _database.QueryAsync("SELECT count(*) FROM shop_rooms s JOIN kb_rooms r ON r.room_id = s.room_id AND r.bot_name = 'a'"));
        Assert.Equal(["1"], await _database.QueryAsync(
            "SELECT count(*) FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE()"));
    }

    private async Task<List<string>> AnswersAsync(OlderDatabase shape)
    {
        var answers = new List<string>();
        foreach (var query in shape.Queries)
        {
            answers.Add(query);
            answers.AddRange(await _database.QueryAsync(query, AdminMode));
        }

        return answers;
    }

    [Fact]
    public async Task Start_MonitoringTablesOfOthers_AreFilledAsTheirReadersExpect()
    {
        await _database.ExecuteAsync(
            """
            CREATE TABLE kb_ping_monitor (
                id int(11) NOT NULL AUTO_INCREMENT PRIMARY KEY, bot_name varchar(20) NOT NULL, client_ip varchar(15) NOT NULL, rtt_ms int(11) NOT NULL,
                shop_note varchar(10) NOT NULL, client_status longtext CHECK (json_valid(client_status)), ping_timestamp datetime DEFAULT NULL);
            INSERT INTO kb_ping_monitor (bot_name, client_ip, rtt_ms, shop_note) VALUES ('LOA.i', '10.0.0.1', 20, 'old');
            CREATE TABLE kb_system_monitor (id int AUTO_INCREMENT PRIMARY KEY, server_name varchar(10) NOT NULL, cpu_percent float NOT NULL, recorded_at datetime NOT NULL);
            """);
        await StartAsync();

        await Get<IMonitorStore>().AppendPingsAsync([Samples.Ping(), Samples.TimedOutPing()], default).DefaultTimeout();
        await Get<IMonitorStore>().AddSystemSampleAsync(Samples.SystemSample() with { CpuPercent = null }, default).DefaultTimeout();

        Assert.Equal(["16.0000"], await _database.QueryAsync("SELECT avg(rtt_ms) FROM kb_ping_monitor"));
        Assert.Equal(["1 alive", "2 timeout"], (await _database.QueryAsync(
            "SELECT concat(id - 1, ' ', json_value(client_status, '$.status')) FROM kb_ping_monitor WHERE client_status IS NOT NULL ORDER BY id")));
        Assert.Equal(["bigint"], await _database.QueryAsync(
            "SELECT data_type FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'kb_ping_monitor' AND column_name = 'id'"));
        Assert.Equal(["1"], await _database.QueryAsync("SELECT count(*) FROM kb_system_monitor WHERE recorded_at = '2026-11-20 03:04:05' AND cpu_percent IS NULL"));
    }

    private async Task UseStoresAsync()
    {
        var device = Samples.Device("a bot with a name of 40 characters or more", "a phone");
        Assert.Equal(device.Key, (await Get<IDeviceStore>().AddIfMissingAsync(device, default).DefaultTimeout()).Key);
        Assert.Equal(ApprovalStatus.Blocked, (await Get<IDeviceStore>().UpdateAsync(
            device.Key, new DeviceUpdate { Status = ApprovalStatus.Blocked, RejectionReason = "😀" }, Samples.Now, default).DefaultTimeout())!.Status);
        var room = Samples.Room("a bot", new string('1', 60));
        Assert.Equal(room.Key, (await Get<IRoomStore>().AddIfMissingAsync(room, default).DefaultTimeout()).Key);
        await Get<IChatLogStore>().AppendAsync(
            [Samples.Entry(new string('가', 65_000)) with { LogId = null, Directive = null, MessageType = ChatMessageType.Notice }], default).DefaultTimeout();
        Assert.Equal(65_000, (await Get<IChatLogStore>().ListNewestAsync(Samples.RoomKey, 1, default).DefaultTimeout())[0].Message.Length);
        await Get<IServerProcessStore>().ReportAsync(Samples.Process() with { Status = ServerProcessStatus.Crashed }, default).DefaultTimeout();
        await Get<IMonitorStore>().AppendPingsAsync([Samples.Ping(), Samples.Ping()], default).DefaultTimeout();
        await Get<IMonitorStore>().AddSystemSampleAsync(Samples.SystemSample(), default).DefaultTimeout();

        var added = await Get<IScheduleStore>().AddAsync(
            new ScheduleInsert(
                new Schedule
                {
                    Title = "공지",
                    Room = Samples.RoomKey,
                    Timing = new ScheduleTiming(new WeeklyRecurrence(Weekdays.Monday | Weekdays.Friday, [new(9, 0), new(19, 0)])),
                    Content = new ScheduleContent { Text = "안녕", Pictures1 = [new(null, "AAAA", "1.png")] },
                },
                Samples.Now),
            default).DefaultTimeout();
        var occurrence = new ScheduleOccurrence(added.Schedule!.Id, Samples.Now) { CompletesSchedule = true };
        var sent = await Get<IOutboxStore>().ApplyAsync([OutboxSamples.Insert("sent").Scheduled(occurrence)], default).DefaultTimeout();
        await Get<IOutboxStore>().ApplyAsync([OutboxSamples.End(sent[0].Sequence, DeliveryState.Uncertain, 1)], default).DefaultTimeout();
        Assert.Equal(["partial"], await _database.QueryAsync($"SELECT status FROM kb_schedule_logs WHERE schedule_id = {added.Schedule.Id}"));
        Assert.Equal(["completed"], await _database.QueryAsync($"SELECT status FROM kb_schedule WHERE id = {added.Schedule.Id}"));
    }

    private async Task<List<string>> ReadSchemaAsync()
    {
        var schema = new List<string>();
        foreach (var table in await _database.QueryAsync("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1"))
        {
            schema.AddRange(await _database.QueryAsync(
                $"SELECT concat_ws(' ', table_name, column_name, column_type, is_nullable, column_default, collation_name, extra, column_comment) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '{table}' ORDER BY ordinal_position"));
            schema.AddRange(await _database.QueryAsync(
                $"SELECT concat_ws(' ', table_name, index_name, seq_in_index, column_name, non_unique) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = '{table}' ORDER BY 1"));
        }

        return schema;
    }

    private async Task StartAsync() => _host = await StorageHost.StartAsync(options =>
    {
        options.Provider = "mariadb";
        options.ConnectionString = _database.ConnectionString;
    }).DefaultTimeout();

    private async Task StopAsync()
    {
        await _host!.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _host = null;
    }

    private T Get<T>()
        where T : notnull => _host!.Services.GetRequiredService<T>();
}
