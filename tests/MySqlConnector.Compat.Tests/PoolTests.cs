using System.Data;
using System.Diagnostics;
using Dapper;
using Domaeka.TestKit;

namespace MySqlConnector.Compat.Tests;

public sealed class PoolTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task OpenAsync_Again_TakesTheSameConnectionAsNew()
    {
        var connectionString = Pool("reset", builder => builder.AllowUserVariables = true);
        int thread;
        await using (var connection = await OpenAsync(connectionString))
        {
            thread = connection.ServerThread;
            await connection.ExecuteAsync(
                "SET @x = 5; SET SESSION sql_mode = 'ANSI_QUOTES'; SET time_zone = '+09:00'; CREATE TEMPORARY TABLE mine (id INT); DO GET_LOCK('pool_reset', 1)");
        }

        await using var again = await OpenAsync(connectionString);

        Assert.Equal(thread, again.ServerThread);
        Assert.Null(await again.ExecuteScalarAsync<int?>("SELECT @x"));
        Assert.DoesNotContain("ANSI_QUOTES", await again.ExecuteScalarAsync<string>("SELECT @@sql_mode"), StringComparison.Ordinal);
        await Assert.ThrowsAsync<MySqlException>(() => again.ExecuteAsync("SELECT * FROM mine"));
        Assert.Equal(1, await again.ExecuteScalarAsync<int>("SELECT IS_FREE_LOCK('pool_reset')"));
        Assert.Equal("utf8mb4", await again.ExecuteScalarAsync<string>("SELECT @@character_set_connection"));
        Assert.Equal("utf8mb4", await again.ExecuteScalarAsync<string>("SELECT @@character_set_results"));
    }

    [Fact]
    public async Task OpenAsync_WithoutReset_KeepsTheSession()
    {
        var connectionString = Pool("noreset", builder =>
        {
            builder.ConnectionReset = false;
            builder.AllowUserVariables = true;
        });
        await using (var connection = await OpenAsync(connectionString))
            await connection.ExecuteAsync("SET @x = 5");

        await using var again = await OpenAsync(connectionString);

        Assert.Equal(5, await again.ExecuteScalarAsync<int>("SELECT @x"));
    }

    [Fact]
    public async Task CloseAsync_WithOpenTransaction_RollsBack()
    {
        var connectionString = Pool("rollback");
        await using (var connection = await OpenAsync(connectionString))
        {
            await connection.ExecuteAsync("CREATE TABLE rolled (id INT PRIMARY KEY)");
            var transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync("INSERT INTO rolled VALUES (1)", transaction: transaction);
        }

        await using (var connection = await OpenAsync(connectionString))
        {
            Assert.Equal(0, await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM rolled"));
            await connection.ExecuteAsync("BEGIN; INSERT INTO rolled VALUES (2)");
        }

        // Another connection sees at once that the lock of the row is gone.
        await using var other = await database.OpenAsync();
        await other.ExecuteAsync("SET innodb_lock_wait_timeout = 1; INSERT INTO rolled VALUES (2)");
    }

    [Fact]
    public async Task OpenAsync_AfterUse_IsInItsOwnDatabase()
    {
        var connectionString = Pool("use");
        await using (var connection = await OpenAsync(connectionString))
        {
            await connection.ChangeDatabaseAsync("mysql");
            Assert.Equal("mysql", connection.Database);
        }

        await using (var connection = await OpenAsync(connectionString))
        {
            Assert.Equal(database.Name, await connection.ExecuteScalarAsync<string>("SELECT DATABASE()"));
            Assert.Equal(database.Name, connection.Database);
            await connection.ExecuteAsync("USE information_schema");
        }

        await using var again = await OpenAsync(connectionString);
        Assert.Equal(database.Name, await again.ExecuteScalarAsync<string>("SELECT DATABASE()"));
    }

    [Fact]
    public async Task OpenAsync_NoDatabaseInString_IsInNone()
    {
        var builder = new MySqlConnectionStringBuilder(TestDatabase.ServerConnectionString) { ApplicationName = "pool_none" };
        await using (var connection = await OpenAsync(builder.ConnectionString))
            await connection.ExecuteAsync("USE " + database.Name);

        await using var again = await OpenAsync(builder.ConnectionString);

        Assert.Null(await again.ExecuteScalarAsync<string?>("SELECT DATABASE()"));
    }

    [Fact]
    public async Task OpenAsync_PoolExhausted_WaitsForOneToComeBack()
    {
        var connectionString = Pool("wait", builder => builder.MaximumPoolSize = 2);
        var first = await OpenAsync(connectionString);
        await using var second = await OpenAsync(connectionString);
        await using var third = new MySqlConnection(connectionString);

        var opening = third.OpenAsync();
        Assert.Equal(ConnectionState.Connecting, third.State);
        Assert.False(opening.IsCompleted);
        var thread = first.ServerThread;
        await first.DisposeAsync();
        await opening.DefaultTimeout();

        Assert.Equal(thread, third.ServerThread);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_PoolExhausted_TimesOut(bool synchronous)
    {
        var connectionString = Pool("exhausted" + synchronous, builder =>
        {
            builder.MaximumPoolSize = 1;
            builder.ConnectionTimeout = 1;
        });
        await using var first = await OpenAsync(connectionString);
        await using var second = new MySqlConnection(connectionString);
        var start = Stopwatch.GetTimestamp();

        var exception = synchronous
            ? Assert.Throws<MySqlException>(second.Open)
            : await Assert.ThrowsAsync<MySqlException>(() => second.OpenAsync().DefaultTimeout());

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.9, 15);
        Assert.Equal(MySqlErrorCode.UnableToConnectToHost, exception.ErrorCode);
        Assert.Equal(ConnectionState.Closed, second.State);
        Assert.Equal(1, await first.ExecuteScalarAsync<int>("SELECT 1"));
    }

    [Fact]
    public async Task OpenAsync_TokenCancelledWhileWaiting_Throws()
    {
        var connectionString = Pool("cancelwait", builder => builder.MaximumPoolSize = 1);
        await using var first = await OpenAsync(connectionString);
        await using var second = new MySqlConnection(connectionString);
        using var source = new CancellationTokenSource();

        var opening = second.OpenAsync(source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.DefaultTimeout());
        await first.CloseAsync();
        await second.OpenAsync();
        Assert.Equal(ConnectionState.Open, second.State);
    }

    [Fact]
    public async Task OpenAsync_IdleConnectionWasKilled_GivesAnother()
    {
        var connectionString = Pool("killed");
        int thread;
        await using (var connection = await OpenAsync(connectionString))
            thread = connection.ServerThread;
        await using (var killer = await database.OpenAsync())
            await killer.ExecuteAsync("KILL " + thread);

        await using var again = await OpenAsync(connectionString);

        Assert.NotEqual(thread, again.ServerThread);
        Assert.Equal(1, await again.ExecuteScalarAsync<int>("SELECT 1"));
    }

    [Fact]
    public async Task Command_ConnectionWasKilled_ThrowsAndNeverGoesBack()
    {
        var connectionString = Pool("killedinuse");
        await using var connection = await OpenAsync(connectionString);
        var thread = connection.ServerThread;
        await using (var killer = await database.OpenAsync())
            await killer.ExecuteAsync("KILL " + thread);

        await using var command = new MySqlCommand("SELECT 1", connection);
        await Assert.ThrowsAsync<MySqlException>(() => command.ExecuteScalarAsync());

        Assert.Equal(ConnectionState.Closed, connection.State);
        await connection.OpenAsync();
        Assert.NotEqual(thread, connection.ServerThread);
        Assert.Equal(1, await connection.ExecuteScalarAsync<int>("SELECT 1"));
    }

    [Fact]
    public async Task ClearPoolAsync_IdleAndUsed_AreNotUsedAgain()
    {
        var connectionString = Pool("clear");
        var used = await OpenAsync(connectionString);
        int idle;
        await using (var connection = await OpenAsync(connectionString))
            idle = connection.ServerThread;

        await MySqlConnection.ClearPoolAsync(used);

        var usedThread = used.ServerThread;
        Assert.Equal(1, await used.ExecuteScalarAsync<int>("SELECT 1"));
        await used.DisposeAsync();
        await using var again = await OpenAsync(connectionString);
        Assert.DoesNotContain(again.ServerThread, new[] { idle, usedThread });
    }

    [Fact]
    public async Task DisposeAsync_DataSource_ClosesItsConnections()
    {
        int thread;
        await using (var source = new MySqlDataSourceBuilder(database.ConnectionString).UseName("test").Build())
        {
            await using (var connection = await source.OpenConnectionAsync())
                thread = connection.ServerThread;
            await using (var connection = await source.OpenConnectionAsync())
                Assert.Equal(thread, connection.ServerThread);
            await using var command = source.CreateCommand("SELECT 1 + 1");
            Assert.Equal(2L, Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture));
        }

        await using var other = await database.OpenAsync();
        await Eventually.TrueAsync(async () => await other.ExecuteScalarAsync<int>(
            "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID = @thread", new { thread }) == 0);
    }

    [Fact]
    public async Task CloseAsync_NoPooling_ClosesTheConnection()
    {
        int thread;
        await using (var connection = await database.OpenAsync(builder => builder.Pooling = false))
            thread = connection.ServerThread;

        await using var other = await database.OpenAsync();
        await Eventually.TrueAsync(async () => await other.ExecuteScalarAsync<int>(
            "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID = @thread", new { thread }) == 0);
    }

    [Fact]
    public async Task OpenAsync_PreparedBefore_IsForgotten()
    {
        var connectionString = Pool("prepared");
        await using var connection = new MySqlConnection(connectionString);
        await using var command = new MySqlCommand("SELECT @v", connection) { Parameters = { new MySqlParameter("v", 3) } };
        for (var i = 0; i < 3; i++)
        {
            await connection.OpenAsync();
            Assert.False(command.IsPrepared);
            await command.PrepareAsync();
            Assert.True(command.IsPrepared);
            Assert.Equal(3, Convert.ToInt32(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture));
            await connection.CloseAsync();
        }
    }

    [Fact]
    public async Task Enter_SecondCommandWhileReading_Throws()
    {
        await using var connection = await database.OpenAsync();
        await using var command = new MySqlCommand("SELECT 1", connection);
        await using (var reader = await command.ExecuteReaderAsync())
            await Assert.ThrowsAsync<InvalidOperationException>(() => new MySqlCommand("SELECT 2", connection).ExecuteScalarAsync());
        Assert.Equal(1L, Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task<MySqlConnection> OpenAsync(string connectionString)
    {
        var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }

    // A pool of its own for each test.
    private string Pool(string name, Action<MySqlConnectionStringBuilder>? change = null) => database.With(builder =>
    {
        builder.ApplicationName = "pool_" + name;
        change?.Invoke(builder);
    });
}
