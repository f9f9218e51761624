using Dapper;

namespace MySqlConnector.Compat.Tests;

public sealed class CommandTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Dapper_QueryWithParameters_ReturnsRows()
    {
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync("CREATE TABLE dapper_rows (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50) NOT NULL, at DATETIME(6) NULL)");
        var at = new DateTime(2026, 11, 20, 19, 0, 1).AddTicks(1234560);
        var rows = await connection.ExecuteAsync(
            "INSERT INTO dapper_rows (name, at) VALUES (@Name, @At)",
            new[] { new { Name = "도매 O'Hara \\ \"방\" 😀", At = (DateTime?)at }, new { Name = "b", At = (DateTime?)null } });

        var read = (await connection.QueryAsync<(int Id, string Name, DateTime? At)>("SELECT id, name, at FROM dapper_rows ORDER BY id")).ToList();

        Assert.Equal(2, rows);
        Assert.Equal([(1, "도매 O'Hara \\ \"방\" 😀", at), (2, "b", null)], read);
        Assert.Equal(2, await connection.QuerySingleAsync<int>("SELECT id FROM dapper_rows WHERE name IN @Names", new { Names = new[] { "b", "c" } }));
    }

    [Fact]
    public async Task ExecuteReader_SeveralStatements_GivesEachResult()
    {
        await using var connection = await database.OpenAsync();
        await using var command = new MySqlCommand("SELECT 1 AS a; DO 1; SELECT 'x' AS b UNION ALL SELECT NULL", connection);

        await using var reader = await command.ExecuteReaderAsync();

        Assert.True(reader.HasRows);
        Assert.True(await reader.ReadAsync());
        Assert.Equal(1, reader.GetInt32("a"));
        Assert.False(await reader.ReadAsync());
        Assert.True(await reader.NextResultAsync());
        Assert.True(await reader.ReadAsync());
        Assert.Equal("x", reader.GetString(0));
        Assert.True(await reader.ReadAsync());
        Assert.True(await reader.IsDBNullAsync(0));
        Assert.False(await reader.ReadAsync());
        Assert.False(await reader.NextResultAsync());
    }

    [Fact]
    public void ExecuteNonQuery_Insert_TellsIdAndRows()
    {
        using var connection = new MySqlConnection(database.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE ids (id BIGINT PRIMARY KEY AUTO_INCREMENT, v INT); INSERT INTO ids (v) VALUES (1), (2)";

        Assert.Equal(2, command.ExecuteNonQuery());
        Assert.Equal(1, command.LastInsertedId);
        command.CommandText = "SELECT COUNT(*) FROM ids";
        Assert.Equal(2L, command.ExecuteScalar());
        Assert.Equal(0, command.LastInsertedId);
    }

    [Fact]
    public async Task ExecuteNonQuery_DuplicateKey_TellsErrorCode()
    {
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync("CREATE TABLE dup (id INT PRIMARY KEY); INSERT INTO dup VALUES (1)");

        var exception = await Assert.ThrowsAsync<MySqlException>(() => connection.ExecuteAsync("INSERT INTO dup VALUES (@id)", new { id = 1 }));

        Assert.Equal(MySqlErrorCode.DuplicateKeyEntry, exception.ErrorCode);
        Assert.Equal(1062, exception.Number);
        Assert.Equal("23000", exception.SqlState);
        Assert.False(exception.IsTransient);
    }
}
