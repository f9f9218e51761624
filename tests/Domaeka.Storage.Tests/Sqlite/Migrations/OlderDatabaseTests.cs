using Dapper;
using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Outbox;
using Domaeka.Core.Processes;
using Domaeka.Core.Rooms;
using Domaeka.TestKit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Domaeka.Storage.Tests.Sqlite.Migrations;

/// <summary>Databases that older servers and web admins left, in the shapes that are known from the field.</summary>
public sealed class OlderDatabaseTests : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private IHost? _host;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _host?.Dispose();
        _directory.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("id BIGINT NOT NULL PRIMARY KEY, device_id VARCHAR(100) NOT NULL UNIQUE")]
    [InlineData("id INTEGER PRIMARY KEY AUTOINCREMENT, device_id VARCHAR(100) NOT NULL UNIQUE")]
    [InlineData("id INT NOT NULL, device_id VARCHAR(128) NOT NULL")]
    [InlineData("id INTEGER PRIMARY KEY, device_id VARCHAR(128) NOT NULL")]
    public async Task Devices_UniqueByDeviceAloneOrNotAtAll_TakeASecondBotAndKeepWhatTheyHad(string columns)
    {
        await StartOnAsync(
            $"""
            CREATE TABLE kb_bot_devices (
                {columns}, bot_name VARCHAR(30) NOT NULL, ip_address TEXT,
                status TEXT NOT NULL CHECK (status IN ('pending','approved','denied','revoked','blocked')),
                client_type TEXT NOT NULL, client_version TEXT, shop_note TEXT NOT NULL DEFAULT 'n/a', created_at DATETIME, updated_at DATETIME);
            INSERT INTO kb_bot_devices (id, bot_name, device_id, status, client_type, shop_note, created_at)
            VALUES (7, 'LOA.i', 'abc', 'approved', 'MessengerBotR', 'keep', '2025-01-02 03:04:05');
            """);
        var store = Get<IDeviceStore>();

        var old = await store.FindAsync(new DeviceKey("LOA.i", "abc"), default).DefaultTimeout();
        var second = await store.AddIfMissingAsync(Samples.Device("second", "abc"), default).DefaultTimeout();

        Assert.Equal(ApprovalStatus.Approved, old!.Status);
        Assert.Equal(new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero), old.CreatedAt);
        Assert.Equal(Samples.Device("second", "abc"), second);
        Assert.Equal(["7:keep", "8:n/a"], Query("SELECT id || ':' || shop_note FROM kb_bot_devices ORDER BY id"));
    }

    [Fact]
    public async Task Devices_UniqueByAnIndexOnDevice_IndexGoesAndOtherIndexesTriggersAndViewsStay()
    {
        await StartOnAsync(
            """
            CREATE TABLE kb_bot_devices (id INTEGER PRIMARY KEY, bot_name TEXT, device_id TEXT, status TEXT);
            CREATE UNIQUE INDEX one_per_device ON kb_bot_devices (device_id);
            CREATE INDEX by_status ON kb_bot_devices (status);
            CREATE TABLE audit (device_id TEXT);
            CREATE TRIGGER note AFTER INSERT ON kb_bot_devices BEGIN INSERT INTO audit VALUES (new.device_id); END;
            CREATE VIEW approved AS SELECT bot_name FROM kb_bot_devices WHERE status = 'approved';
            INSERT INTO kb_bot_devices (bot_name, device_id, status) VALUES ('a', 'abc', 'approved');
            """);

        await Get<IDeviceStore>().AddIfMissingAsync(Samples.Device("b", "abc"), default).DefaultTimeout();

        Assert.Equal(["abc", "abc"], Query("SELECT device_id FROM audit"));
        Assert.Equal(["a"], Query("SELECT bot_name FROM approved"));
        Assert.Equal(["by_status"], Query("SELECT name FROM sqlite_master WHERE name IN ('one_per_device', 'by_status')"));
    }

    [Fact]
    public async Task Devices_FineAlready_AreNotRebuilt()
    {
        await StartOnAsync(
            """
            CREATE TABLE kb_bot_devices (
                id INTEGER PRIMARY KEY, bot_name TEXT NOT NULL, device_id TEXT NOT NULL, status TEXT, UNIQUE (device_id, bot_name));
            """);

        Assert.Contains("UNIQUE (device_id, bot_name)", Query("SELECT sql FROM sqlite_master WHERE name = 'kb_bot_devices'").Single());
        Assert.Equal(
            Samples.Device() with { Description = "메모" },
            await Get<IDeviceStore>().AddIfMissingAsync(Samples.Device() with { Description = "메모" }, default).DefaultTimeout());
    }

    [Fact]
    public async Task Rooms_KeyIsTheRoomAlone_TakeASecondBot()
    {
        await StartOnAsync(
            """
            CREATE TABLE kb_rooms (
                room_id VARCHAR(50) NOT NULL PRIMARY KEY, bot_name VARCHAR(30) NOT NULL, room_name VARCHAR(255) NOT NULL,
                room_concurrency INT NOT NULL DEFAULT 2, room_owners LONGTEXT, log_settings LONGTEXT, status TEXT NOT NULL DEFAULT 'pending',
                descryption TEXT, created_at DATETIME, updated_at DATETIME);
            INSERT INTO kb_rooms (room_id, bot_name, room_name, room_owners, log_settings, status, descryption)
            VALUES ('18429813', 'a', '사과방', '["방장"]', '{"enabled":false,"retention_days":30}', 'approved', '옛 설명');
            """);
        var store = Get<IRoomStore>();

        var old = await store.FindAsync(new RoomKey("a", "18429813"), default).DefaultTimeout();
        await store.AddIfMissingAsync(Samples.Room("b"), default).DefaultTimeout();

        Assert.Equivalent(
            new Room
            {
                Key = new RoomKey("a", "18429813"),
                Name = "사과방",
                Status = ApprovalStatus.Approved,
                Concurrency = 2,
                Owners = ["방장"],
                LogSettings = new RoomLogSettings(false, 30),
                Description = "옛 설명",
                CreatedAt = DateTimeOffset.UnixEpoch,
            },
            old,
            strict: true);
        Assert.Equal(["a", "b"], (await store.LoadAllAsync(default).DefaultTimeout()).Select(room => room.Key.BotName));
    }

    [Fact]
    public async Task Rooms_KeyWithTheDevice_StrictestDecisionWinsAndTheOldRowsAreKept()
    {
        await StartOnAsync(
            """
            CREATE TABLE kb_rooms (
                room_id TEXT, bot_name TEXT, device_id TEXT, room_name TEXT, status TEXT, updated_at TEXT,
                PRIMARY KEY (room_id, bot_name, device_id));
            INSERT INTO kb_rooms VALUES
                ('1', 'a', 'x', 'one', 'approved', '2025-01-01 00:00:00'), ('1', 'a', 'y', 'one', 'blocked', '2024-01-01 00:00:00'),
                ('2', 'a', 'x', 'two', 'pending', '2025-01-01 00:00:00'), ('2', 'a', 'y', 'two', 'approved', '2024-01-01 00:00:00'),
                ('3', 'a', 'x', 'older', 'pending', '2024-01-01 00:00:00'), ('3', 'a', 'y', 'newer', 'odd', '2025-01-01 00:00:00');
            """);

        var rooms = await Get<IRoomStore>().LoadAllAsync(default).DefaultTimeout();

        Assert.Equal(
            [("one", ApprovalStatus.Blocked, "y"), ("two", ApprovalStatus.Approved, "y"), ("newer", ApprovalStatus.Unknown, "y")],
            rooms.Select(room => (room.Name, room.Status, room.DeviceId)));
        Assert.Equal(["6"], Query("SELECT count(*) FROM kb_rooms_old"));
    }

    [Fact]
    public async Task Descriptions_Misspelt_FollowEditsOfEitherSide()
    {
        await StartOnAsync(
            """
            CREATE TABLE kb_bot_devices (id INTEGER PRIMARY KEY, bot_name TEXT, device_id TEXT, status TEXT, descryption TEXT);
            INSERT INTO kb_bot_devices (bot_name, device_id, status, descryption) VALUES ('LOA.i', 'ccbd8eee1012327e', 'pending', 'first');
            """);
        var store = Get<IDeviceStore>();
        var key = Samples.Device().Key;

        Assert.Equal("first", (await store.FindAsync(key, default).DefaultTimeout())!.Description);
        await store.UpdateAsync(key, new DeviceUpdate { Description = "ours" }, Samples.Now, default).DefaultTimeout();
        Assert.Equal(["ours/ours"], Query("SELECT description || '/' || descryption FROM kb_bot_devices"));
        Query("UPDATE kb_bot_devices SET descryption = 'theirs'");
        Assert.Equal("theirs", (await store.FindAsync(key, default).DefaultTimeout())!.Description);
        var cleared = await store.UpdateAsync(key, new DeviceUpdate { Description = "" }, Samples.Now, default).DefaultTimeout();
        Assert.Null(cleared!.Description);
    }

    [Fact]
    public async Task ChatLogs_SmallOldLayout_IsPutAside()
    {
        await StartOnAsync(
            """
            CREATE TABLE kb_chat_logs (id INTEGER PRIMARY KEY, room_id TEXT, sender TEXT, message TEXT, response TEXT);
            CREATE TABLE kb_chat_logs_old (taken INT);
            INSERT INTO kb_chat_logs (room_id, message, response) VALUES ('1', 'question', 'answer');
            """);

        await Get<IChatLogStore>().AppendAsync([Samples.Entry("new")], default).DefaultTimeout();

        Assert.Equal(["question/answer"], Query("SELECT message || '/' || response FROM kb_chat_logs_old2"));
        Assert.Equal(["new"], Query("SELECT message FROM kb_chat_logs"));
    }

    [Fact]
    public async Task ChatLogs_EveryTextRequired_TakeWhatIsNotKnown()
    {
        await StartOnAsync(
            """
            CREATE TABLE kb_chat_logs (
                id INT(11) NOT NULL PRIMARY KEY, channel_id TEXT NOT NULL, user_hash TEXT NOT NULL, room_name TEXT NOT NULL,
                sender TEXT NOT NULL, message TEXT NOT NULL, directive TEXT NOT NULL, message_type TEXT NOT NULL,
                is_meaningful INT NOT NULL DEFAULT 0, bot_name TEXT NOT NULL, is_mention INT NOT NULL DEFAULT 0,
                is_group_chat INT NOT NULL DEFAULT 0, log_id TEXT NOT NULL, client_timestamp DATETIME,
                server_timestamp DATETIME DEFAULT CURRENT_TIMESTAMP, is_bot INT DEFAULT 0, is_our_bot_response INT NOT NULL DEFAULT 0,
                is_scheduled INT NOT NULL DEFAULT 0, created_at DATETIME DEFAULT CURRENT_TIMESTAMP);
            CREATE INDEX idx_meaningful ON kb_chat_logs (is_meaningful);
            INSERT INTO kb_chat_logs (id, channel_id, user_hash, room_name, sender, message, directive, message_type, bot_name, log_id,
                server_timestamp)
            VALUES (41, '18429813', 'h', 'r', 's', 'old', '', 'auto_replay', 'LOA.i', '', '2025-06-07 08:09:10');
            """);
        var entry = Samples.Entry("new") with { Directive = null, LogId = null, ClientTimestamp = null };

        await Get<IChatLogStore>().AppendAsync([entry], default).DefaultTimeout();

        var log = await Get<IChatLogStore>().ListNewestAsync(Samples.RoomKey, 10, default).DefaultTimeout();
        Assert.Equal(["new", "old"], log.Select(line => line.Message));
        Assert.Equal(entry, log[0]);
        Assert.Equal((ChatMessageType.Reply, null, null), (log[1].MessageType, log[1].Directive, log[1].LogId));
        Assert.Equal(["41:0", "42:1"], Query("SELECT id || ':' || (created_at IS NOT NULL AND id > 41) FROM kb_chat_logs ORDER BY id"));
        Assert.Equal(["idx_meaningful"], Query("SELECT name FROM sqlite_master WHERE name = 'idx_meaningful'"));
    }

    [Fact]
    public async Task ServerProcesses_OldestLayout_TakesEveryStatusAndKeepsItsKey()
    {
        await StartOnAsync(
            """
            CREATE TABLE kb_server_processes (
                id INT NOT NULL PRIMARY KEY, server_id INT NOT NULL, process_name TEXT NOT NULL UNIQUE, port INT,
                status TEXT CHECK (status IN ('stopped', 'running', 'error')));
            INSERT INTO kb_server_processes VALUES (3, 1, 'server-test-01', 1481, 'stopped');
            """);
        var store = Get<IServerProcessStore>();

        await store.ReportAsync(Samples.Process("server-test-01") with { Status = ServerProcessStatus.Starting }, default).DefaultTimeout();
        await store.ReportAsync(Samples.Process(), default).DefaultTimeout();

        Assert.Equal(
            [
                Samples.Process(),
                Samples.Process("server-test-01") with { Status = ServerProcessStatus.Starting, ServerId = 1, LastStartAt = Samples.Now },
            ],
            await store.ListAsync(default).DefaultTimeout());
        Assert.Equal(["3", "4"], Query("SELECT id FROM kb_server_processes ORDER BY id"));
    }

    [Fact]
    public async Task Servers_KeyIsCalledId_AreCountedAll()
    {
        await StartOnAsync(
            """
            CREATE TABLE kb_servers (id INTEGER PRIMARY KEY, server_name TEXT, server_host TEXT, status TEXT, max_bots INT);
            INSERT INTO kb_servers VALUES (5, 'seoul', '10.0.0.5', 'active', 3);
            CREATE TABLE kb_server_processes (id INTEGER PRIMARY KEY, server_id INT, process_name TEXT, port INT, status TEXT);
            INSERT INTO kb_server_processes VALUES (1, 5, 'server-test-01', 1481, 'stopped');
            """);

        var load = await Get<IServerLoadStore>().ReportAsync(
            new ProcessLoad { ProcessName = "server-test-01", ServerId = 5, LiveBots = 2, TakenPlaces = 2, At = Samples.Now }, Samples.Now, default)
            .DefaultTimeout();

        Assert.Equal(new ServerLoad { ServerId = 5, Host = "10.0.0.5", MaxBots = 3 }, load);
        var process = await Get<IServerProcessStore>().FindAsync("server-test-01", default).DefaultTimeout();
        Assert.Equal((5L, 2, 2), (process!.Server!.Id, process.Server.CurrentBots, process.LiveBots));
    }

    [Fact]
    public async Task OtherTables_FewerColumns_GetTheMissingOnesAndKeepTheirRows()
    {
        await StartOnAsync(
            """
            CREATE TABLE kb_ping_monitor (id INTEGER PRIMARY KEY, bot_name TEXT NOT NULL, ping_timestamp DATETIME);
            CREATE TABLE kb_servers (id INTEGER PRIMARY KEY, server_name TEXT, status TEXT NOT NULL);
            CREATE TABLE kb_schedule (id INTEGER PRIMARY KEY, title TEXT, message_text TEXT, status TEXT);
            CREATE TABLE kb_bot_server_mapping (bot_name TEXT PRIMARY KEY, server_id TEXT);
            INSERT INTO kb_ping_monitor (bot_name) VALUES ('LOA.i');
            INSERT INTO kb_schedule (title) VALUES ('아침 공지');
            INSERT INTO kb_bot_server_mapping VALUES ('LOA.i', '10.0.0.1:1490');
            """);

        Assert.Equal(["LOA.i"], Query("SELECT bot_name FROM kb_ping_monitor WHERE rtt_ms IS NULL AND ping_time_ms IS NULL AND process_name IS NULL"));
        Assert.Equal(["아침 공지"], Query("SELECT title FROM kb_schedule WHERE send_count = 0 AND schedule_times IS NULL"));
        Assert.Equal(["10.0.0.1:1490"], Query("SELECT server_id FROM kb_bot_server_mapping"));
        Assert.Equal(["0"], Query("SELECT count(*) FROM pragma_table_info('kb_servers') WHERE name = 'server_id'"));
        Assert.Equal(["1"], Query("SELECT count(*) FROM pragma_table_info('kb_servers') WHERE name = 'is_active'"));
    }

    [Fact]
    public async Task Schedules_EverythingRequired_TakeWhatTheOutboxWritesAndKeepWhatTheyHad()
    {
        await StartOnAsync(
            """
            CREATE TABLE kb_schedule (
                id INTEGER PRIMARY KEY, title TEXT NOT NULL, next_send_at TEXT NOT NULL,
                status TEXT NOT NULL CHECK (status IN ('active', 'inactive', 'error')));
            INSERT INTO kb_schedule VALUES (1, '아침 공지', '2026-11-20 12:04:05', 'active');
            CREATE TABLE kb_schedule_logs (
                id INTEGER PRIMARY KEY, schedule_id INT NOT NULL UNIQUE, sent_images_1 TEXT NOT NULL, operator TEXT NOT NULL DEFAULT 'shop');
            INSERT INTO kb_schedule_logs VALUES (7, 1, '[]', 'kim');
            """);

        var send = OutboxSamples.Insert().Scheduled(new ScheduleOccurrence(1, Samples.Now) { CompletesSchedule = true });
        await Get<IOutboxStore>().ApplyAsync([send, OutboxSamples.End(1, DeliveryState.Confirmed, 1)], default).DefaultTimeout();

        Assert.Equal(["아침 공지|completed|1"], Query("SELECT title || '|' || status || '|' || send_count FROM kb_schedule WHERE next_send_at IS NULL"));
        Assert.Equal(["7 kim", "8 shop"], Query("SELECT id || ' ' || operator FROM kb_schedule_logs WHERE schedule_id = 1 ORDER BY id"));
    }

    [Fact]
    public async Task Devices_NameInOtherCase_AreFound()
    {
        await StartOnAsync(
            """
            CREATE TABLE KB_BOT_DEVICES (ID BIGINT PRIMARY KEY, BOT_NAME TEXT, DEVICE_ID TEXT, STATUS TEXT);
            INSERT INTO KB_BOT_DEVICES VALUES (1, 'a', 'b', 'APPROVED');
            """);

        var device = (await Get<IDeviceStore>().LoadAllAsync(default).DefaultTimeout()).Single();

        Assert.Equal((new DeviceKey("a", "b"), ApprovalStatus.Approved), (device.Key, device.Status));
    }

    private async Task StartOnAsync(string script)
    {
        Query(script);
        _host = await StorageHost.StartAsync(options => options.DataDirectory = _directory.Path).DefaultTimeout();
    }

    private string[] Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_directory.File("domaeka.db")};Pooling=False");
        connection.Open();
        return [.. connection.Query<string>(sql)];
    }

    private T Get<T>()
        where T : notnull => _host!.Services.GetRequiredService<T>();
}
