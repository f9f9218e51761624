using Dapper;
using Domaeka.Storage.Sqlite.Migrations;
using Domaeka.TestKit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests.Sqlite.Migrations;

public sealed class SqliteMigrationTests : IDisposable
{
    private static readonly string[] Tables =
    [
        "dk_address_blocks", "dk_api_keys", "dk_chat_index", "dk_chat_index_state", "dk_contents", "dk_counters", "dk_deliveries", "dk_events", "dk_health",
        "dk_instances", "dk_known_addresses", "dk_lanes", "dk_mail", "dk_migrations", "dk_outbox", "dk_phones", "dk_process_load", "dk_requests", "dk_room_devices",
        "dk_schedule_changes", "dk_schedule_runs", "dk_schedules", "dk_session_tokens", "kb_bot_devices", "kb_chat_logs", "kb_ping_monitor", "kb_rooms",
        "kb_schedule", "kb_schedule_logs", "kb_server_processes", "kb_servers", "kb_system_monitor", "sqlite_sequence",
    ];

    private readonly TempDirectory _directory = new();

    private string File => _directory.File("domaeka.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Start_NoDatabase_MakesEveryTableAndRecordsTheMigrations()
    {
        await StartAndStopAsync();

        using var connection = Open();
        Assert.Equal(Tables, connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"));
        Assert.Equal(SqliteMigrations.All.Select(migration => migration.Name), connection.Query<string>("SELECT name FROM dk_migrations ORDER BY number"));
        Assert.Equal("wal", connection.ExecuteScalar<string>("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task Start_DatabaseOfTheReleaseBeforeTheOutbox_GetsItAndKeepsItsRows()
    {
        using (var connection = Open())
        {
            new SqliteMigrator(TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance)
                .Run(connection, File, [.. SqliteMigrations.All.Take(2)]);
            connection.Execute("INSERT INTO kb_schedule (id, title) VALUES (5, '점심')");
        }

        await StartAndStopAsync();

        using var migrated = Open();
        Assert.Equal(Tables, migrated.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"));
        Assert.Equal(SqliteMigrations.All.Select(migration => $"{migration.Number}"), migrated.Query<string>("SELECT number FROM dk_migrations ORDER BY number"));
        Assert.Equal("점심", migrated.ExecuteScalar<string>("SELECT title FROM kb_schedule WHERE id = 5"));
    }

    [Fact]
    public async Task Start_SecondTime_ChangesNothing()
    {
        await StartAndStopAsync();
        var before = ReadSchema();

        await StartAndStopAsync();

        Assert.Equal(before, ReadSchema());
    }

    [Fact]
    public async Task Run_AgainWithoutItsRecord_ChangesNothing()
    {
        await StartAndStopAsync();
        var before = ReadSchema();
        using (var connection = Open())
            connection.Execute("DELETE FROM dk_migrations");

        await StartAndStopAsync();

        Assert.Equal(before, ReadSchema());
    }

    [Fact]
    public async Task Start_SeveralProcessesAtOnce_AllSucceedAndEachMigrationIsAppliedOnce()
    {
        var hosts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(StartAsync))).DefaultTimeout();
        foreach (var host in hosts)
            host.Dispose();

        using var connection = Open();
        Assert.Equal(SqliteMigrations.All.Count, connection.ExecuteScalar<int>("SELECT count(*) FROM dk_migrations"));
    }

    [Theory]
    [InlineData(99, "from_the_future")]
    [InlineData(1, "another_history")]
    public async Task Start_MigrationOfAnotherVersion_RefusesAndNamesIt(int number, string name)
    {
        await StartAndStopAsync();
        using (var connection = Open())
            connection.Execute("INSERT OR REPLACE INTO dk_migrations VALUES (@number, @name, '')", new { number, name });
        var before = ReadSchema();

        var refusal = await Assert.ThrowsAsync<StorageMigrationException>(StartAsync).DefaultTimeout();

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(File, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, ReadSchema());
    }

    [Fact]
    public async Task Start_FileIsNoDatabase_RefusesAndLeavesIt()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 5000));

        var refusal = await Assert.ThrowsAsync<StorageMigrationException>(StartAsync).DefaultTimeout();

        Assert.Contains(File, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 5000), await System.IO.File.ReadAllTextAsync(File));
    }

    [Fact]
    public async Task Start_DirectoryCannotBeMade_Refuses()
    {
        await System.IO.File.WriteAllTextAsync(_directory.File("taken"), "");

        await Assert.ThrowsAsync<StorageMigrationException>(
            () => StorageHost.StartAsync(options => options.DataDirectory = _directory.File("taken/data"))).DefaultTimeout();
    }

    [Fact]
    public void Run_MigrationFails_RollsEverythingBack()
    {
        using var connection = Open();
        var migrations = new SqliteMigration[]
        {
            new(1, "good", (database, _) => database.Execute("CREATE TABLE good (x)")),
            new(2, "bad", (database, _) => database.Execute("CREATE TABLE good (x)")),
        };
        var migrator = new SqliteMigrator(TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

        Assert.Throws<SqliteException>(() => migrator.Run(connection, File, migrations));

        Assert.Empty(connection.Query<string>("SELECT name FROM sqlite_master"));
    }

    [Fact]
    public void All_Migrations_AreNumberedWithoutGaps() => Assert.Equal(
        Enumerable.Range(1, SqliteMigrations.All.Count), SqliteMigrations.All.Select(migration => migration.Number));

    private Task<Microsoft.Extensions.Hosting.IHost> StartAsync() => StorageHost.StartAsync(options => options.DataDirectory = _directory.Path);

    private async Task StartAndStopAsync()
    {
        using var host = await StartAsync().DefaultTimeout();
        Assert.NotNull(host.Services.GetRequiredService<IStorageBackend>());
    }

    private string[] ReadSchema()
    {
        using var connection = Open();
        return [.. connection.Query<string>("SELECT name || ':' || coalesce(sql, '') FROM sqlite_master ORDER BY name")];
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        return connection;
    }
}
