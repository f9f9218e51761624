using Domaeka.Core.Monitoring;
using Domaeka.Core.Rooms;
using Domaeka.Core.Scheduling;
using Domaeka.Core.Storage;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IMonitorStore"/> must do, and the purges of the tables of others.</summary>
public abstract class MonitorStoreContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private IMonitorStore Store => Get<IMonitorStore>();

    [Fact]
    public async Task AppendPingsAsync_AnsweredPing_FillsEveryColumn()
    {
        await AppendAsync(Samples.Ping());

        Assert.Equal("1", await CountAsync(
            """
            bot_name = 'LOA.i' AND device_id = 'ccbd8eee1012327e' AND device_uuid = 'ccbd8eee-uuid' AND mac_address = '02:00:00:00:00:00'
            AND ip_address = '192.168.0.15' AND client_ip = '203.0.113.9' AND client_version = '3.3.3'
            AND total_memory = 742.4 AND memory_usage = 32.42 AND memory_percent = 4.4 AND message_queue_size = 2 AND active_rooms = 3
            AND ping_time_ms = 12 AND rtt_ms = 12 AND client_timestamp = '2026-11-20 03:04:04.678' AND ping_timestamp = '2026-11-20 03:04:05.678'
            AND process_name = 'domaeka-1490' AND server_cpu_usage IN (12.34, 12.35) AND server_cpu_max = 999.99
            AND server_memory_usage = 150.5 AND server_memory_max = 200 AND client_status = '{"status":"alive"}' AND server_status = '{"status":"running"}'
            AND is_manual = 0 AND server_timestamp = '2026-11-20 03:04:05.678' AND created_at = '2026-11-20 03:04:05.678'
            """));
    }

    [Fact]
    public async Task AppendPingsAsync_PingThatMeasuresNothing_IsNoPartOfTheAverage()
    {
        var record = Samples.Ping();
        await AppendAsync(
            record,
            record with { Ping = record.Ping with { RoundTrip = TimeSpan.FromMilliseconds(20) } },
            record with { Ping = record.Ping with { RoundTrip = null } },
            Samples.TimedOutPing());

        Assert.Equal("1", await Fixture.ReadTextAsync("SELECT avg(rtt_ms) = 16 FROM kb_ping_monitor"));
        Assert.Equal("1", await CountAsync("client_status = '{\"status\":\"timeout\"}' AND rtt_ms IS NULL AND ping_time_ms IS NULL AND total_memory IS NULL"));
    }

    [Fact]
    public async Task AppendPingsAsync_WhatAPhoneMakesUp_IsCutOrLeftOut()
    {
        var record = Samples.Ping();
        var text = new string('가', 63) + "😀😀";
        await AppendAsync(record with
        {
            Ping = record.Ping with
            {
                ReportedAddress = text,
                ClientVersion = "'); DROP TABLE kb_ping_monitor; --" + text,
                MacAddress = text + "\\\0",
                TotalMemoryMegabytes = 1e300,
                UsedMemoryMegabytes = -1e9,
                MemoryPercent = 1_000,
                MessageQueueSize = int.MaxValue,
                ActiveRooms = int.MinValue,
                RoundTrip = TimeSpan.MaxValue,
            },
        });

        Assert.Equal(new string('가', 63), await Fixture.ReadTextAsync("SELECT ip_address FROM kb_ping_monitor"));
        Assert.Equal("'); DROP TABLE kb_ping_monitor; ", await Fixture.ReadTextAsync("SELECT client_version FROM kb_ping_monitor"));
        Assert.Equal("1", await CountAsync(
            "total_memory IS NULL AND memory_usage IS NULL AND memory_percent IS NULL AND message_queue_size = 2147483647 AND rtt_ms = 2147483647"));
    }

    [Fact]
    public async Task AppendPingsAsync_ManyRows_AreAllThere()
    {
        await AppendAsync([.. Enumerable.Range(0, 1_000).Select(number => Samples.Ping(device: $"phone {number}"))]);

        Assert.Equal("1000", await Fixture.ReadTextAsync("SELECT count(DISTINCT device_id) FROM kb_ping_monitor"));
    }

    [Fact]
    public async Task AppendPingsAsync_DatabaseLocked_ThrowsUnavailableAndWritesNothing()
    {
        await using (await Fixture.BlockWritesAsync())
            await Assert.ThrowsAsync<StorageUnavailableException>(() => AppendAsync(Samples.Ping()));

        Assert.Equal("0", await CountAsync("1 = 1"));
    }

    [Fact]
    public async Task AppendPingsAsync_ARuleOfTheTableRefusesOne_ThrowsRejectedAndWritesNone()
    {
        await Fixture.ExecuteAsync("CREATE UNIQUE INDEX of_somebody ON kb_ping_monitor (device_id)");

        await Assert.ThrowsAsync<StorageRejectedException>(() => AppendAsync(Samples.Ping(), Samples.Ping(device: "other"), Samples.Ping()));

        Assert.Equal("0", await CountAsync("1 = 1"));
    }

    [Fact]
    public async Task AddSystemSampleAsync_Sample_FillsEveryColumn()
    {
        await Store.AddSystemSampleAsync(Samples.SystemSample(), default).DefaultTimeout();

        Assert.Equal("1", await Fixture.ReadTextAsync(
            """
            SELECT count(*) FROM kb_system_monitor WHERE server_name = 'main' AND cpu_percent = 37.5 AND memory_total = 24576 AND memory_used = 6144
            AND memory_percent = 25 AND disk_usage_percent = 61.25 AND active_connections = 17 AND message_queue_size = 4
            AND created_at = '2026-11-20 03:04:05.678'
            """));
    }

    [Fact]
    public async Task AddSystemSampleAsync_NothingKnownOfTheMachine_IsNull()
    {
        var sample = new SystemSample { ServerName = new string('가', 200), At = Samples.Now, Connections = 0, QueueLength = 0 };
        await Store.AddSystemSampleAsync(sample, default).DefaultTimeout();

        Assert.Equal("1", await Fixture.ReadTextAsync(
            "SELECT count(*) FROM kb_system_monitor WHERE cpu_percent IS NULL AND memory_total IS NULL AND memory_used IS NULL AND disk_usage_percent IS NULL"));
    }

    [Fact]
    public async Task PurgePingsAsync_RowsOfAllAges_DeletesTheOldestUpToTheLimit()
    {
        await AppendAsync([.. Enumerable.Range(0, 10).Select(day => Samples.Ping(Samples.Now.AddDays(-day), $"{day} days old"))]);
        await Fixture.ExecuteAsync("INSERT INTO kb_ping_monitor (bot_name, device_id) VALUES ('LOA.i', 'without a time')");
        var before = Samples.Now.AddDays(-4);

        Assert.Equal(3, await Store.PurgePingsAsync(before, 3, default).DefaultTimeout());
        Assert.Equal("6 days old", await Fixture.ReadTextAsync("SELECT device_id FROM kb_ping_monitor WHERE ping_timestamp IS NOT NULL ORDER BY ping_timestamp"));
        Assert.Equal(2, await Store.PurgePingsAsync(before, 3, default).DefaultTimeout());
        Assert.Equal(0, await Store.PurgePingsAsync(before, 3, default).DefaultTimeout());
        Assert.Equal("6", await CountAsync("1 = 1"));
    }

    [Fact]
    public async Task PurgeSystemSamplesAsync_RowsOfAllAges_DeletesTheOldestUpToTheLimit()
    {
        foreach (var day in Enumerable.Range(0, 5))
            await Store.AddSystemSampleAsync(Samples.SystemSample(Samples.Now.AddDays(-day)), default).DefaultTimeout();

        Assert.Equal(1, await Store.PurgeSystemSamplesAsync(Samples.Now.AddDays(-2), 1, default).DefaultTimeout());
        Assert.Equal(1, await Store.PurgeSystemSamplesAsync(Samples.Now.AddDays(-2), 10, default).DefaultTimeout());
        Assert.Equal("3", await Fixture.ReadTextAsync("SELECT count(*) FROM kb_system_monitor WHERE created_at >= '2026-11-18 03:04:05.678'"));
    }

    [Fact]
    public async Task PurgeAsync_PhonesOfRooms_DeletesThoseNotHeardForLong()
    {
        var presence = Get<IRoomPresenceStore>();
        await presence.SaveAsync(
            [.. Enumerable.Range(0, 5).Select(day => new RoomPresence(Samples.RoomKey, $"{day}", "방", Samples.Now.AddDays(-day)))], default).DefaultTimeout();

        Assert.Equal(1, await presence.PurgeAsync(Samples.Now.AddDays(-2), 1, default).DefaultTimeout());
        Assert.Equal(1, await presence.PurgeAsync(Samples.Now.AddDays(-2), 10, default).DefaultTimeout());
        Assert.Equal(["0", "1", "2"], (await presence.LoadAllAsync(default).DefaultTimeout()).Select(row => row.DeviceId).Order());
    }

    [Fact]
    public async Task PurgeLogsAsync_RowsInTheWallClockOfTheShop_DeletesTheOldOnes()
    {
        // 03:04:05 UTC is 12:04:05 in Seoul.
        await Fixture.ExecuteAsync(
            """
            INSERT INTO kb_schedule_logs (schedule_id, created_at) VALUES (1, '2026-11-20 12:04:04'), (2, '2026-11-20 12:04:05'), (3, '2026-11-20 12:04:03')
            """);
        await Fixture.ExecuteAsync("INSERT INTO kb_schedule_logs (schedule_id, created_at) VALUES (4, NULL)");

        Assert.Equal(1, await Get<IScheduleStore>().PurgeLogsAsync(Samples.Now, 1, default).DefaultTimeout());
        Assert.Equal("1", await Fixture.ReadTextAsync("SELECT count(*) FROM kb_schedule_logs WHERE schedule_id = 1"));
        Assert.Equal(1, await Get<IScheduleStore>().PurgeLogsAsync(Samples.Now, 10, default).DefaultTimeout());
        Assert.Equal("2", await Fixture.ReadTextAsync("SELECT count(*) FROM kb_schedule_logs WHERE schedule_id IN (2, 4)"));
    }

    [Theory]
    [InlineData("kb_ping_monitor", "ping_timestamp")]
    [InlineData("kb_system_monitor", "created_at")]
    [InlineData("kb_schedule_logs", "created_at")]
    [InlineData("dk_room_devices", "last_seen_at")]
    public async Task Purges_DatabaseWithoutTheirIndex_GetItAtTheNextStart(string table, string column)
    {
        var count = Fixture is Sqlite.SqliteFixture
            ? $"SELECT count(*) FROM pragma_index_list('{table}') l JOIN pragma_index_info(l.name) i WHERE i.seqno = 0 AND i.name = '{column}'"
            : $"SELECT count(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = '{table}' AND seq_in_index = 1 AND column_name = '{column}'";
        var name = Fixture is Sqlite.SqliteFixture
            ? $"SELECT l.name FROM pragma_index_list('{table}') l JOIN pragma_index_info(l.name) i WHERE i.seqno = 0 AND i.name = '{column}'"
            : $"SELECT index_name FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = '{table}' AND seq_in_index = 1 AND column_name = '{column}'";
        Assert.Equal("1", await Fixture.ReadTextAsync(count));

        // As a database has it that an earlier version of the server has migrated.
        var index = await Fixture.ReadTextAsync(name);
        await Fixture.ExecuteAsync(Fixture is Sqlite.SqliteFixture ? $"DROP INDEX {index}" : $"DROP INDEX {index} ON {table}");
        await Fixture.ExecuteAsync("DELETE FROM dk_migrations WHERE number = 9");
        await Fixture.RestartAsync();

        Assert.Equal("1", await Fixture.ReadTextAsync(count));
    }

    private Task AppendAsync(params IReadOnlyList<PingRecord> records) => Store.AppendPingsAsync(records, default).DefaultTimeout();

    private Task<string?> CountAsync(string condition) => Fixture.ReadTextAsync($"SELECT count(*) FROM kb_ping_monitor WHERE {condition}");
}
