using Dapper;

namespace MySqlConnector.Compat.Tests;

public sealed class BatchTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ExecuteReader_SeveralCommands_GivesEachResult(bool prepare)
    {
        await using var connection = await database.OpenAsync();
        await using var batch = new MySqlBatch(connection)
        {
            BatchCommands =
            {
                new MySqlBatchCommand("SELECT @v") { Parameters = { new MySqlParameter("v", "first; '") } },
                new MySqlBatchCommand("SELECT @v;") { Parameters = { new MySqlParameter("v", "second") } },
                new MySqlBatchCommand("SELECT 'third' -- the rest is a comment"),
                new MySqlBatchCommand("SELECT 'fourth';  "),
            },
        };
        if (prepare)
            await batch.PrepareAsync();

        var read = new List<string>();
        await using var reader = await batch.ExecuteReaderAsync();
        do
        {
            Assert.True(await reader.ReadAsync());
            read.Add(reader.GetString(0));
        }
        while (await reader.NextResultAsync());

        Assert.Equal(["first; '", "second", "third", "fourth"], read);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ExecuteNonQuery_Inserts_CountsRowsOfEach(bool prepare)
    {
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync("CREATE TEMPORARY TABLE counted (id INT PRIMARY KEY)");
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        batch.BatchCommands.Add(new MySqlBatchCommand("INSERT INTO counted VALUES (1), (2)"));
        batch.BatchCommands.Add(new MySqlBatchCommand("UPDATE counted SET id = id + 10"));
        batch.BatchCommands.Add(new MySqlBatchCommand("DELETE FROM counted WHERE id = @id") { Parameters = { new MySqlParameter("id", 11) } });
        if (prepare)
            await batch.PrepareAsync();

        Assert.Equal(5, await batch.ExecuteNonQueryAsync());
        await transaction.CommitAsync();
        Assert.Equal([2, 2, 1], batch.BatchCommands.Select(command => command.RecordsAffected));
        Assert.Equal([12], await connection.QueryAsync<int>("SELECT id FROM counted"));
    }

    [Fact]
    public async Task ExecuteNonQuery_ErrorInTheMiddle_StopsThere()
    {
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync("CREATE TEMPORARY TABLE stopped (id INT PRIMARY KEY)");
        await using var batch = new MySqlBatch(connection)
        {
            BatchCommands =
            {
                new MySqlBatchCommand("INSERT INTO stopped VALUES (1)"),
                new MySqlBatchCommand("INSERT INTO stopped VALUES (1)"),
                new MySqlBatchCommand("INSERT INTO stopped VALUES (2)"),
            },
        };

        var exception = await Assert.ThrowsAsync<MySqlException>(() => batch.ExecuteNonQueryAsync());

        Assert.Equal(MySqlErrorCode.DuplicateKeyEntry, exception.ErrorCode);
        Assert.Equal([1], await connection.QueryAsync<int>("SELECT id FROM stopped"));
    }

    [Fact]
    public async Task ExecuteScalar_Batch_GivesTheFirstValue()
    {
        await using var connection = await database.OpenAsync();
        using var batch = new MySqlBatch(connection) { BatchCommands = { new MySqlBatchCommand("SELECT 'a'"), new MySqlBatchCommand("SELECT 'b'") } };

        Assert.Equal("a", batch.ExecuteScalar());
        Assert.Equal("a", await batch.ExecuteScalarAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => new MySqlBatch(connection).ExecuteNonQueryAsync());
    }
}
