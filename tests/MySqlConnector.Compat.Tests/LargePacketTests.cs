using Dapper;

namespace MySqlConnector.Compat.Tests;

/// <summary>Commands and rows around and beyond the length of one packet, 0xFFFFFF bytes.</summary>
public sealed class LargePacketTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int PacketLength = 0xFFFFFF;

    [Theory]
    [InlineData(PacketLength - 5)]
    [InlineData(PacketLength - 4)]
    [InlineData(PacketLength - 3)]
    [InlineData(PacketLength)]
    [InlineData(2 * PacketLength - 4)]
    [InlineData(40_000_000)]
    public async Task Value_AroundPacketLength_GoesThereAndBack(int length)
    {
        var bytes = new byte[length];
        System.Security.Cryptography.RandomNumberGenerator.Fill(bytes);
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync("CREATE TEMPORARY TABLE t (id INT PRIMARY KEY, v LONGBLOB, x INT)");
        await using var insert = new MySqlCommand("INSERT INTO t VALUES (@id, @v, 7)", connection);
        insert.Parameters.AddWithValue("id", 1);
        insert.Parameters.AddWithValue("v", bytes);
        await insert.ExecuteNonQueryAsync();
        await insert.PrepareAsync();
        insert.Parameters["id"].Value = 2;
        await insert.ExecuteNonQueryAsync();

        foreach (var prepare in new[] { false, true })
        {
            // One column alone: the row is just as long as its value and the length in front of it.
            await using var select = new MySqlCommand("SELECT v FROM t ORDER BY id; SELECT x FROM t", connection);
            if (prepare)
                await select.PrepareAsync();
            await using var reader = await select.ExecuteReaderAsync();
            for (var i = 0; i < 2; i++)
            {
                Assert.True(await reader.ReadAsync());
                Assert.True(reader.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(bytes));
            }

            Assert.False(await reader.ReadAsync());
            Assert.True(await reader.NextResultAsync());
            Assert.True(await reader.ReadAsync());
            Assert.Equal(7, reader.GetInt32(0));
        }

        Assert.Equal(1, await connection.ExecuteScalarAsync<int>("SELECT 1"));
    }

    [Theory]
    [InlineData(PacketLength)]
    [InlineData(PacketLength - 1)]
    public async Task Command_ExactlyOnePacket_EndsWithAnEmptyOne(int payloadLength)
    {
        await using var connection = await database.OpenAsync();
        const string Head = "SELECT LENGTH('";
        const string Tail = "')";
        var length = payloadLength - 1 - Head.Length - Tail.Length;

        Assert.Equal(length, await connection.ExecuteScalarAsync<int>(Head + new string('x', length) + Tail));
        Assert.Equal(2, await connection.ExecuteScalarAsync<int>("SELECT 2"));
    }

    [Fact]
    public async Task Command_LongerThanServerAllows_TellsSoAndPoolRecovers()
    {
        await using var connection = await database.OpenAsync(builder => builder.ApplicationName = nameof(LargePacketTests));
        var limit = await connection.ExecuteScalarAsync<int>("SELECT @@max_allowed_packet");
        await using var command = new MySqlCommand("SELECT LENGTH(@v)", connection) { Parameters = { new MySqlParameter("v", new byte[limit + 1000]) } };

        var exception = await Assert.ThrowsAsync<MySqlException>(() => command.ExecuteScalarAsync());

        Assert.Contains("max_allowed_packet", exception.Message, StringComparison.Ordinal);
        await connection.CloseAsync();
        await connection.OpenAsync();
        Assert.Equal(3, await connection.ExecuteScalarAsync<int>("SELECT 3"));
    }

    [Fact]
    public async Task Rows_Many_AllArrive()
    {
        await using var connection = await database.OpenAsync();
        await using var command = new MySqlCommand("SELECT seq, REPEAT('x', seq % 700) FROM seq_1_to_100000", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var count = 0;
        while (await reader.ReadAsync())
        {
            count++;
            Assert.Equal(count, reader.GetInt32(0));
            Assert.Equal(count % 700, reader.GetString(1).Length);
        }

        Assert.Equal(100000, count);
    }
}
