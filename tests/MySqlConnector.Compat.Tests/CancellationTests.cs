using System.Collections.Concurrent;
using System.Data;
using Dapper;
using Domaeka.TestKit;

namespace MySqlConnector.Compat.Tests;

public sealed class CancellationTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Endless = "SELECT COUNT(*) FROM seq_1_to_1000000 a, seq_1_to_1000000 b";

    [Fact]
    public async Task ExecuteScalarAsync_TokenCancelled_StopsTheQuery()
    {
        await using var connection = await database.OpenAsync();
        using var source = new CancellationTokenSource();
        await using var command = new MySqlCommand(Endless, connection) { CommandTimeout = 0 };

        var running = command.ExecuteScalarAsync(source.Token);
        await WaitUntilRunningAsync(connection.ServerThread);
        await source.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.DefaultTimeout());
        Assert.Equal(source.Token, exception.CancellationToken);
        Assert.Equal(ConnectionState.Open, connection.State);
        Assert.Equal(5, await connection.ExecuteScalarAsync<int>("SELECT 5"));
    }

    [Fact]
    public async Task ExecuteNonQueryAsync_TokenCancelledBefore_SendsNothing()
    {
        await using var connection = await database.OpenAsync();
        await using var command = new MySqlCommand("CREATE TABLE never (id INT)", connection);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteNonQueryAsync(new CancellationToken(canceled: true)));

        Assert.Empty(await connection.QueryAsync("SHOW TABLES LIKE 'never'"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Execute_TimeoutExpires_ThrowsCommandTimeoutExpired(bool synchronous)
    {
        await using var connection = await database.OpenAsync();
        await connection.ExecuteScalarAsync<int>("SELECT 1");
        await using var command = new MySqlCommand(Endless, connection) { CommandTimeout = 1 };

        var exception = synchronous
            ? Assert.Throws<MySqlException>(() => command.ExecuteScalar())
            : await Assert.ThrowsAsync<MySqlException>(() => command.ExecuteScalarAsync().DefaultTimeout());

        Assert.Equal(MySqlErrorCode.CommandTimeoutExpired, exception.ErrorCode);
        Assert.Equal(6, await connection.ExecuteScalarAsync<int>("SELECT 6"));
    }

    [Fact]
    public async Task Read_TimeoutExpiresWithinRows_ThrowsCommandTimeoutExpired()
    {
        await using var connection = await database.OpenAsync();
        // Rows that fill the server's buffer come at once; the last one never does.
        await using var command = new MySqlCommand(
            "SELECT 1; SELECT seq, REPEAT('x', 20000) FROM seq_1_to_9 WHERE seq < 9 OR SLEEP(100) = 0", connection)
        { CommandTimeout = 1 };
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());

        var exception = await Assert.ThrowsAsync<MySqlException>(async () =>
        {
            while (await reader.NextResultAsync())
            {
                while (await reader.ReadAsync())
                {
                }
            }
        }).DefaultTimeout();

        Assert.Equal(MySqlErrorCode.CommandTimeoutExpired, exception.ErrorCode);
        await reader.CloseAsync();
        Assert.Equal(7, await connection.ExecuteScalarAsync<int>("SELECT 7"));
    }

    [Fact]
    public async Task Cancel_FromAnotherThread_InterruptsTheQuery()
    {
        await using var connection = await database.OpenAsync();
        await using var command = new MySqlCommand(Endless, connection) { CommandTimeout = 0 };
        var running = Task.Run(() => command.ExecuteScalar());
        await WaitUntilRunningAsync(connection.ServerThread);

        command.Cancel();

        var exception = await Assert.ThrowsAsync<MySqlException>(() => running.DefaultTimeout());
        Assert.Equal(MySqlErrorCode.QueryInterrupted, exception.ErrorCode);
        Assert.Equal(8, await connection.ExecuteScalarAsync<int>("SELECT 8"));
    }

    [Fact]
    public async Task Dispose_InTheMiddleOfRows_LeavesConnectionUsable()
    {
        await using var connection = await database.OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            await using (var command = new MySqlCommand("SELECT seq, REPEAT('x', 300) FROM seq_1_to_20000; SELECT 2", connection))
            await using (var reader = await command.ExecuteReaderAsync())
                Assert.True(await reader.ReadAsync());
            Assert.Equal(i, await connection.ExecuteScalarAsync<int>("SELECT @i", new { i }));
        }
    }

    [Fact]
    public async Task CommitAsync_InTransactionAfterCancelledCommand_Works()
    {
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync("CREATE TABLE after_cancel (id INT PRIMARY KEY)");
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("INSERT INTO after_cancel VALUES (1)", transaction: transaction);
        await using var command = new MySqlCommand(Endless, connection, transaction) { CommandTimeout = 1 };
        await Assert.ThrowsAsync<MySqlException>(() => command.ExecuteScalarAsync());

        await transaction.CommitAsync();

        Assert.Equal(1, await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM after_cancel"));
    }

    [Theory]
    [InlineData(MySqlSslMode.None)]
    [InlineData(MySqlSslMode.Preferred)]
    public async Task Pool_AfterHundredsOfRandomCancellations_EveryConnectionAnswersRight(MySqlSslMode mode)
    {
        const int Workers = 8;
        const int Rounds = 60;
        var connectionString = database.With(builder =>
        {
            builder.MaximumPoolSize = Workers;
            builder.SslMode = mode;
        });
        var cancelled = 0;
        var answered = 0;
        var wrong = new ConcurrentQueue<string>();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            for (var round = 0; round < Rounds; round++)
            {
                var expected = worker * 1000 + round;
                using var source = new CancellationTokenSource();
                try
                {
                    await using var connection = new MySqlConnection(connectionString);
                    await connection.OpenAsync();
                    await using var command = new MySqlCommand(Query(random.Next(4)), connection);
                    command.Parameters.AddWithValue("n", expected);
                    command.Parameters.AddWithValue("s", random.NextDouble() / 100);
                    if (random.Next(3) == 0)
                        await command.PrepareAsync();
                    source.CancelAfter(TimeSpan.FromMicroseconds(random.Next(12000)));
                    await using var reader = await command.ExecuteReaderAsync(source.Token);
                    while (await reader.ReadAsync(source.Token))
                    {
                        if (reader.GetInt32(0) != expected)
                            wrong.Enqueue($"{reader.GetInt32(0)} instead of {expected}");
                    }

                    Interlocked.Increment(ref answered);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref cancelled);
                }
            }
        }))).DefaultTimeout();

        Assert.Empty(wrong);
        Assert.True(cancelled > 50, $"{cancelled} cancelled, {answered} answered");
        var connections = new List<MySqlConnection>();
        for (var i = 0; i < Workers; i++)
        {
            connections.Add(new MySqlConnection(connectionString));
            await connections[i].OpenAsync();
        }

        for (var round = 0; round < 20; round++)
        {
            foreach (var (connection, index) in connections.Select((connection, index) => (connection, index)))
                Assert.Equal(round * 100 + index, await connection.ExecuteScalarAsync<int>("SELECT @v", new { v = round * 100 + index }));
        }

        foreach (var connection in connections)
            await connection.DisposeAsync();

        static string Query(int kind) => kind switch
        {
            0 => "SELECT @n FROM (SELECT SLEEP(@s) AS slept) x",
            1 => "SELECT @n",
            2 => "SELECT @n FROM seq_1_to_5000",
            _ => "SELECT @n FROM (SELECT SLEEP(@s) AS slept) x; SELECT @n; SELECT @n FROM seq_1_to_100",
        };
    }

    private async Task WaitUntilRunningAsync(int serverThread)
    {
        await using var connection = await database.OpenAsync();
        await Eventually.TrueAsync(async () => await connection.ExecuteScalarAsync<int>(
            "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID = @serverThread AND COMMAND = 'Query'", new { serverThread }) == 1);
    }
}
