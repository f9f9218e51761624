using Dapper;
using Domaeka.Storage.MariaDb.Migrations;
using Domaeka.TestKit;
using Domaeka.TestKit.MariaDb;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MySqlConnector;

namespace Domaeka.Storage.Tests.MariaDb.Migrations;

public sealed class MariaDbMigrationTests : IAsyncLifetime
{
    private static readonly string[] Tables =
    [
        "dk_address_blocks", "dk_api_keys", "dk_commit_order", "dk_commits", "dk_contents", "dk_counters", "dk_deliveries", "dk_events", "dk_health",
        "dk_instances", "dk_known_addresses", "dk_lanes", "dk_mail", "dk_media", "dk_media_pieces", "dk_migrations", "dk_outbox", "dk_phones",
        "dk_process_load", "dk_requests", "dk_room_devices", "dk_schedule_changes", "dk_schedule_runs", "dk_schedules", "dk_session_tokens", "kb_bot_devices",
        "kb_chat_logs", "kb_ping_monitor", "kb_rooms", "kb_schedule", "kb_schedule_logs", "kb_server_processes", "kb_servers",
        "kb_system_monitor",
    ];

    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Start_EmptyDatabase_MakesEveryTableAndRecordsTheMigrations()
    {
        await StartAndStopAsync();

        Assert.Equal(Tables, await _database.QueryAsync("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY BINARY table_name"));
        Assert.Equal(MariaDbMigrations.All.Select(migration => migration.Name), await _database.QueryAsync("SELECT name FROM dk_migrations ORDER BY number"));
        Assert.Equal(["4"], await _database.QueryAsync("SELECT count(*) FROM information_schema.triggers WHERE trigger_schema = DATABASE()"));
    }

    [Fact]
    public async Task Start_DatabaseOfAnotherCharacterSet_MakesTheSameTables()
    {
        await using var other = await TestDatabase.CreateAsync(characterSet: "latin1");
        await StartAndStopAsync();
        using (await StartAsync(other))
        {
        }

        Assert.Equal(await ReadSchemaAsync(_database), await ReadSchemaAsync(other));
    }

    [Fact]
    public async Task Start_DatabaseOfTheTemplate_IsWhatTheMigrationsMake()
    {
        const string History = "SELECT concat(number, ' ', name) FROM dk_migrations ORDER BY number";
        const string Triggers = "SELECT concat(trigger_name, ' ', action_statement) FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY 1";
        await StartAndStopAsync();
        await using var copy = await MariaDbTemplate.CreateDatabaseAsync();
        var copied = await ReadContentsAsync(copy);

        using (await StartAsync(copy).DefaultTimeout())
        {
        }

        Assert.Equal(await ReadSchemaAsync(_database), await ReadSchemaAsync(copy));
        Assert.Equal(await ReadContentsAsync(_database), copied);
        Assert.Equal(await _database.QueryAsync(History), await copy.QueryAsync(History));
        Assert.Equal(await _database.QueryAsync(Triggers), await copy.QueryAsync(Triggers));
    }

    [Fact]
    public async Task Start_SecondTime_ChangesNothing()
    {
        await StartAndStopAsync();
        var before = await ReadSchemaAsync(_database);

        await StartAndStopAsync();

        Assert.Equal(before, await ReadSchemaAsync(_database));
    }

    [Fact]
    public async Task Start_AgainWithoutItsRecord_ChangesNothing()
    {
        await StartAndStopAsync();
        var before = await ReadSchemaAsync(_database);
        await _database.ExecuteAsync("DELETE FROM dk_migrations");

        await StartAndStopAsync();

        Assert.Equal(before, await ReadSchemaAsync(_database));
    }

    [Fact]
    public async Task Start_SeveralProcessesAtOnceOnAnOlderDatabase_AllSucceedAndEachMigrationIsAppliedOnce()
    {
        await _database.ExecuteAsync(OlderDatabase.All[1].Script);

        var hosts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => StartAsync(_database)))).DefaultTimeout();
        foreach (var host in hosts)
            host.Dispose();

        Assert.Equal([$"{MariaDbMigrations.All.Count}"], await _database.QueryAsync("SELECT count(*) FROM dk_migrations"));
        Assert.Equal(["2 4"], await _database.QueryAsync("SELECT concat((SELECT count(*) FROM kb_rooms), ' ', (SELECT count(*) FROM kb_rooms_old))"));
    }

    [Fact]
    public async Task Start_KilledAgainAndAgainInTheMiddle_TheLastOneFinishesAndLosesNothing()
    {
        await _database.ExecuteAsync(OlderDatabase.All[1].Script);
        await using var whole = await TestDatabase.CreateAsync();
        await whole.ExecuteAsync(OlderDatabase.All[1].Script);
        using (await StartAsync(whole))
        {
        }

        var interrupted = 0;
        for (var milliseconds = 1; ; milliseconds += 7)
        {
            await using var connection = new MySqlConnection(_database.ConnectionString + ";Pooling=false");
            await connection.OpenAsync().DefaultTimeout();
            var migration = new MariaDbMigrator(TimeProvider.System, NullLogger.Instance).RunAsync(connection, TimeSpan.FromMinutes(1), MariaDbMigrations.All);
            await Task.WhenAny(migration, Task.Delay(milliseconds));
            if (!migration.IsCompleted)
                await _database.ExecuteAsync($"KILL {connection.ServerThread}");
            if (await Record.ExceptionAsync(() => migration.DefaultTimeout()) is not null)
            {
                interrupted++;
            }
            else if (interrupted > 0)
            {
                break;
            }
            else
            {
                // It was through before the first blow fell: once more from the beginning.
                await _database.DisposeAsync();
                _database = await TestDatabase.CreateAsync();
                await _database.ExecuteAsync(OlderDatabase.All[1].Script);
                milliseconds = 1;
            }
        }

        await StartAndStopAsync();

        // Told as text, for the lists are too long to be shown.
        var (expected, actual) = (Tidy(await ReadSchemaAsync(whole)).ToList(), Tidy(await ReadSchemaAsync(_database)).ToList());
        var difference = string.Join('\n', actual.Except(expected).Concat(expected.Except(actual)));
        Assert.True(difference.Length == 0, difference);
        Assert.Equal(expected, actual);
        Assert.Equal(["2", "1 blocked", "2 approved"], [
            .. await _database.QueryAsync("SELECT count(*) FROM kb_chat_logs"),
            .. await _database.QueryAsync("SELECT concat(room_id, ' ', status) FROM kb_rooms ORDER BY room_id")]);
        Assert.All(
            await _database.QueryAsync("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name LIKE 'kb\\_rooms\\_old%'"),
            table => Assert.Equal(["4"], _database.QueryAsync($"SELECT count(*) FROM {table}").GetAwaiter().GetResult()));

        // A copy may have been made twice; what is no table of ours does not matter.
        static IEnumerable<string> Tidy(IEnumerable<string> schema) => schema.Where(line => !line.StartsWith("kb_rooms_old", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(99, "from_the_future")]
    [InlineData(1, "another_history")]
    public async Task Start_MigrationOfAnotherVersion_RefusesAndNamesIt(int number, string name)
    {
        await StartAndStopAsync();
        await _database.ExecuteAsync($"REPLACE INTO dk_migrations VALUES ({number}, '{name}', now())");
        var before = await ReadSchemaAsync(_database);

        var refusal = await Assert.ThrowsAsync<StorageMigrationException>(() => StartAsync(_database)).DefaultTimeout();

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(_database.Name, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await ReadSchemaAsync(_database));
    }

    [Fact]
    public async Task Start_AnotherProcessMigratesForTooLong_RefusesAndSaysSo()
    {
        await using var other = await _database.OpenAsync();
        await other.ExecuteScalarAsync("SELECT GET_LOCK(CONCAT('domaeka.', MD5(DATABASE())), 0)");

        var refusal = await Assert.ThrowsAsync<StorageMigrationException>(() => StorageHost.StartAsync(options =>
        {
            options.Provider = "mariadb";
            options.ConnectionString = _database.ConnectionString;
            options.MigrationTimeout = TimeSpan.FromSeconds(1);
        })).DefaultTimeout();

        Assert.Contains("Storage:MigrationTimeout", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Server=127.0.0.1;Port=1;Database=x;User ID=root")]
    [InlineData("Server=127.0.0.1;Port={0};Database=not_there;User ID=root")]
    [InlineData("Server=127.0.0.1;Port={0};Database=mysql;User ID=nobody;Password=wrong-secret")]
    public async Task Start_ServerDatabaseOrAccountThatIsNotThere_RefusesWithoutTheSecret(string connectionString)
    {
        var port = new MySqlConnectionStringBuilder(_database.ConnectionString).Port;

        var refusal = await Assert.ThrowsAsync<StorageMigrationException>(() => StorageHost.StartAsync(options =>
        {
            options.Provider = "mariadb";
            options.ConnectionString = string.Format(System.Globalization.CultureInfo.InvariantCulture, connectionString, port);
        })).DefaultTimeout();

        Assert.Contains("127.0.0.1", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_Migrations_AreNumberedAndNamedAsOnSqlite() => Assert.Equal(
        Domaeka.Storage.Sqlite.Migrations.SqliteMigrations.All.Select(migration => (migration.Number, migration.Name)),
        MariaDbMigrations.All.Select(migration => (migration.Number, migration.Name)));

    private static async Task<List<string>> ReadSchemaAsync(TestDatabase database)
    {
        var schema = new List<string>();
        foreach (var table in await database.QueryAsync("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1"))
        {
            await using var connection = await database.OpenAsync();
            await using var reader = await connection.ExecuteReaderAsync($"SHOW CREATE TABLE {table}");
            await reader.ReadAsync();
            schema.Add($"{table}: " + System.Text.RegularExpressions.Regex.Replace(reader.GetString(1), @" AUTO_INCREMENT=\d+", ""));
        }

        return schema;
    }

    /// <summary>How many rows each table has, and where its numbers begin.</summary>
    private static async Task<List<string>> ReadContentsAsync(TestDatabase database)
    {
        var contents = new List<string>();
        foreach (var table in await database.QueryAsync(
            "SELECT concat(table_name, ' ', coalesce(auto_increment, '')) FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1"))
        {
            contents.Add($"{table} {(await database.QueryAsync($"SELECT count(*) FROM {table.Split(' ')[0]}")).Single()}");
        }

        return contents;
    }

    private static Task<IHost> StartAsync(TestDatabase database) => StorageHost.StartAsync(options =>
    {
        options.Provider = "mariadb";
        options.ConnectionString = database.ConnectionString;
    });

    private async Task StartAndStopAsync()
    {
        using var host = await StartAsync(_database).DefaultTimeout();
    }
}
