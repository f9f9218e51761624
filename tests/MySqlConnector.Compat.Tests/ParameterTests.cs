using System.Data;
using System.Text;
using Dapper;

namespace MySqlConnector.Compat.Tests;

/// <summary>Values of parameters, written into the text and, after Prepare, in the binary protocol.</summary>
public sealed class ParameterTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private enum Color
    {
        Red = 1,
        Blue = 7,
    }

    public static TheoryData<string, object?, string?> Values => new()
    {
        { "LONGTEXT", "it's \\ \"quoted\" `here` \0\n\r\u001a % _ 가 😀", "69742773205C202271756F746564222060686572656020000A0D1A2025205F20EAB08020F09F9880" },
        { "LONGTEXT", "", "" },
        { "LONGTEXT", 'x', "78" },
        { "LONGTEXT", new StringBuilder("it's"), "69742773" },
        { "LONGTEXT", "mem'".AsMemory(), "6D656D27" },
        { "LONGBLOB", new byte[] { 0, 0x27, 0x5C, 0x22, 0xFF, 0x80, 0x1A, 0x0A }, "00275C22FF801A0A" },
        { "LONGBLOB", Array.Empty<byte>(), "" },
        { "LONGBLOB", new ReadOnlyMemory<byte>([1, 2, 3], 1, 2), "0203" },
        { "LONGBLOB", new ArraySegment<byte>([1, 2, 3], 0, 2), "0102" },
        { "LONGBLOB", new MemoryStream([9, 8]), "0908" },
        { "BIGINT", long.MinValue, "8000000000000000" },
        { "BIGINT", (sbyte)-5, "FFFFFFFFFFFFFFFB" },
        { "BIGINT", (short)-5, "FFFFFFFFFFFFFFFB" },
        { "BIGINT", (byte)200, "C8" },
        { "BIGINT", (ushort)60000, "EA60" },
        { "BIGINT", 4000000000u, "EE6B2800" },
        { "BIGINT UNSIGNED", ulong.MaxValue, "FFFFFFFFFFFFFFFF" },
        { "BIGINT", true, "1" },
        { "BIGINT", Color.Blue, "7" },
        { "BIGINT", null, null },
    };

    public static TheoryData<string, object, object> Times => new()
    {
        { "DATETIME(6)", new DateTime(2026, 11, 20, 19, 0, 1).AddTicks(1234567), new DateTime(2026, 11, 20, 19, 0, 1).AddTicks(1234560) },
        { "DATETIME(6)", new DateTime(1, 1, 1), new DateTime(1, 1, 1) },
        { "DATETIME(6)", new DateTimeOffset(2026, 11, 20, 19, 0, 0, TimeSpan.FromHours(9)), new DateTime(2026, 11, 20, 10, 0, 0) },
        { "DATE", new DateOnly(2026, 2, 28), new DateTime(2026, 2, 28) },
        { "TIME(6)", -new TimeSpan(5, 4, 3, 2, 1, 9), -new TimeSpan(5, 4, 3, 2, 1, 9) },
        { "TIME(6)", TimeSpan.FromHours(838), TimeSpan.FromHours(838) },
        { "TIME(6)", new TimeOnly(23, 59, 59, 999, 999), new TimeSpan(0, 23, 59, 59, 999, 999) },
        { "DECIMAL(28,9)", -1234567890123456789.123456789m, -1234567890123456789.123456789m },
        { "DOUBLE", 0.1 + 0.2, 0.1 + 0.2 },
        { "DOUBLE", double.Epsilon * 1e16, double.Epsilon * 1e16 },
        { "FLOAT", 1.5f, 1.5f },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Insert_TextProtocol_StoresValue(string type, object? value, string? hex) => await AssertStoresAsync(type, value, hex, prepare: false);

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Insert_BinaryProtocol_StoresValue(string type, object? value, string? hex) => await AssertStoresAsync(type, value, hex, prepare: true);

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Insert_NoBackslashEscapes_StoresValue(string type, object? value, string? hex) =>
        await AssertStoresAsync(type, value, hex, prepare: false, "SET sql_mode = 'NO_BACKSLASH_ESCAPES'");

    [Theory]
    [MemberData(nameof(Times))]
    public async Task Insert_Times_ReadsTheSame(string type, object value, object expected)
    {
        foreach (var prepare in new[] { false, true })
        {
            await using var connection = await database.OpenAsync();
            await connection.ExecuteAsync($"CREATE TEMPORARY TABLE t (v {type})");
            await using var insert = new MySqlCommand("INSERT INTO t VALUES (@v)", connection);
            insert.Parameters.AddWithValue("@v", value);
            if (prepare)
                await insert.PrepareAsync();
            await insert.ExecuteNonQueryAsync();
            await using var select = new MySqlCommand("SELECT v FROM t WHERE v = @v", connection) { Parameters = { new MySqlParameter("v", value) } };
            if (expected is float)
                select.CommandText = "SELECT v FROM t";

            Assert.Equal(expected, expected is DateTime && value is DateTime { Ticks: var ticks } && ticks % 10 != 0
                ? await new MySqlCommand("SELECT v FROM t", connection).ExecuteScalarAsync()
                : await select.ExecuteScalarAsync());
        }
    }

    [Theory]
    [InlineData("SELECT '@a', \"@a\", @a AS `@a`, 'it''s @a', 'back\\'@a' -- @a\n", "@a|@a|v|it's @a|back'@a")]
    [InlineData("SELECT @a # @missing ' \n, @A /* @missing ' */, @`a`, '/* @a */'", "v|v|v|/* @a */")]
    [InlineData("SELECT 1--@a\n, 5-- comment @missing\n", "1|5")]
    [InlineData("SELECT ?a, '?'", "v|?")]
    [InlineData("SELECT @@autocommit, @a", "1|v")]
    public async Task Query_MarksInStringsAndComments_AreNoParameters(string sql, string expected)
    {
        await using var connection = await database.OpenAsync();
        await using var command = new MySqlCommand(sql, connection) { Parameters = { new MySqlParameter("@a", sql.Contains("1--@a", StringComparison.Ordinal) ? 0 : "v") } };

        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();

        Assert.Equal(expected, string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
    }

    [Fact]
    public async Task Query_PositionalParameters_TakesThemInOrder()
    {
        await using var connection = await database.OpenAsync();
        foreach (var prepare in new[] { false, true })
        {
            await using var command = new MySqlCommand("SELECT ? * 10 + ?", connection) { Parameters = { new MySqlParameter(null, 3), new MySqlParameter(null, 4) } };
            if (prepare)
                await command.PrepareAsync();
            Assert.Equal(34m, Convert.ToDecimal(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture));
        }

        await using var missing = new MySqlCommand("SELECT ?, ?", connection) { Parameters = { new MySqlParameter(null, 3) } };
        await Assert.ThrowsAsync<MySqlException>(() => missing.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Query_NamedTwice_PreparedToo()
    {
        await using var connection = await database.OpenAsync();
        await using var command = new MySqlCommand("SELECT @a + @b * 10 + @a * 100; SELECT @b;", connection) { Parameters = { new MySqlParameter("b", 2), new MySqlParameter("a", 1) } };
        await command.PrepareAsync();
        foreach (var factor in new[] { 1, 2 })
        {
            command.Parameters["a"].Value = factor;
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            Assert.Equal(20 + 101 * factor, Convert.ToInt32(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture));
            Assert.True(await reader.NextResultAsync());
            await reader.ReadAsync();
            Assert.Equal(2, Convert.ToInt32(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture));
            Assert.False(await reader.NextResultAsync());
        }
    }

    [Fact]
    public async Task Query_UndefinedName_ThrowsUnlessUserVariablesAreAllowed()
    {
        await using (var strict = await database.OpenAsync())
        {
            var exception = await Assert.ThrowsAsync<MySqlException>(() => strict.ExecuteScalarAsync("SET @x = 5; SELECT @x"));
            Assert.Contains("@x", exception.Message, StringComparison.Ordinal);
            Assert.Equal(1, await strict.ExecuteScalarAsync<int>("SELECT 1"));
        }

        await using var connection = await database.OpenAsync(builder => builder.AllowUserVariables = true);
        Assert.Equal(8, await connection.ExecuteScalarAsync<int>("SET @x = 5; SELECT @x + @y", new { y = 3 }));
    }

    [Fact]
    public async Task Insert_EnumAsText_StoresName()
    {
        await using var connection = await database.OpenAsync();
        await using var command = new MySqlCommand("SELECT @c", connection) { Parameters = { new MySqlParameter("c", MySqlDbType.VarChar) { Value = Color.Red } } };

        Assert.Equal("Red", await command.ExecuteScalarAsync());
        command.Parameters["c"].ResetDbType();
        Assert.Equal(1L, Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Parameters_Names_AreFoundWithAndWithoutMark()
    {
        var command = new MySqlCommand();
        var parameter = command.Parameters.AddWithValue("@Name", 5);
        command.Parameters.Add("?Other", MySqlDbType.Int32).Value = 6;

        Assert.Equal(0, command.Parameters.IndexOf("name"));
        Assert.True(command.Parameters.Contains("@NAME"));
        Assert.Same(parameter, command.Parameters["Name"]);
        Assert.Equal(1, command.Parameters.IndexOf("Other"));
        Assert.Equal(-1, command.Parameters.IndexOf("nobody"));
        Assert.Throws<MySqlException>(() => command.Parameters.AddWithValue("name", 7));
        command.Parameters.RemoveAt("Name");
        Assert.Equal(0, command.Parameters.IndexOf("Other"));
        Assert.Throws<ArgumentException>(() => command.Parameters["Name"]);
    }

    [Fact]
    public void Parameter_Types_FollowValueUntilSet()
    {
        var parameter = new MySqlParameter("p", 5L);
        Assert.Equal((DbType.Int64, MySqlDbType.Int64), (parameter.DbType, parameter.MySqlDbType));
        parameter.Value = "x";
        Assert.Equal(DbType.String, parameter.DbType);
        parameter.MySqlDbType = MySqlDbType.DateTime;
        parameter.Value = 5;
        Assert.Equal((DbType.DateTime, MySqlDbType.DateTime), (parameter.DbType, parameter.MySqlDbType));
    }

    private async Task AssertStoresAsync(string type, object? value, string? hex, bool prepare, string sessionSetup = "DO 0")
    {
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync($"{sessionSetup}; CREATE TEMPORARY TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, v {type})");
        await using var command = new MySqlCommand("INSERT INTO t (v) VALUES (@v), (@v)", connection);
        command.Parameters.AddWithValue("v", value);
        if (prepare)
            await command.PrepareAsync();
        await command.ExecuteNonQueryAsync();

        Assert.Equal([hex, hex], await connection.QueryAsync<string?>("SELECT HEX(v) FROM t"));
    }
}
