using Dapper;

namespace MySqlConnector.Compat.Tests.Internals;

public sealed class PreparedStepTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Execute_ParameterOfAMiddleStatementTakenAway_RunsNoLaterOne()
    {
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync("CREATE TEMPORARY TABLE t (id INT)");
        await using var command = new MySqlCommand("INSERT INTO t VALUES (1); INSERT INTO t VALUES (@two); INSERT INTO t VALUES (3)", connection);
        command.Parameters.AddWithValue("two", 2);
        await command.PrepareAsync();
        command.Parameters.Clear();

        await Assert.ThrowsAsync<MySqlException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal([1], await connection.QueryAsync<int>("SELECT id FROM t"));
    }
}
