using Dapper;

namespace MySqlConnector.Compat.Tests;

/// <summary>Every column type, read through the text protocol and, after Prepare, through the binary one.</summary>
public sealed class ColumnTypeTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    public static TheoryData<string, string, object, string> Values => new()
    {
        { "TINYINT", "-128", (sbyte)-128, "TINYINT" },
        { "TINYINT UNSIGNED", "255", (byte)255, "TINYINT" },
        { "TINYINT(1)", "1", true, "BOOL" },
        { "TINYINT(1)", "0", false, "BOOL" },
        { "SMALLINT", "-32768", (short)-32768, "SMALLINT" },
        { "SMALLINT UNSIGNED", "65535", (ushort)65535, "SMALLINT" },
        { "MEDIUMINT", "-8388608", -8388608, "MEDIUMINT" },
        { "MEDIUMINT UNSIGNED", "16777215", 16777215u, "MEDIUMINT" },
        { "INT", "-2147483648", int.MinValue, "INT" },
        { "INT UNSIGNED", "4294967295", uint.MaxValue, "INT" },
        { "BIGINT", "-9223372036854775808", long.MinValue, "BIGINT" },
        { "BIGINT UNSIGNED", "18446744073709551615", ulong.MaxValue, "BIGINT" },
        { "INT ZEROFILL", "42", 42u, "INT" },
        { "BIT(1)", "b'1'", 1ul, "BIT" },
        { "BIT(64)", "18446744073709551615", ulong.MaxValue, "BIT" },
        { "BIT(12)", "2748", 0xABCul, "BIT" },
        { "DECIMAL(10,2)", "-12345678.90", -12345678.90m, "DECIMAL" },
        { "DECIMAL(28,0)", "7922816251426433759354395033", 7922816251426433759354395033m, "DECIMAL" },
        { "DECIMAL(5,5) UNSIGNED", "0.00001", 0.00001m, "DECIMAL" },
        { "FLOAT", "1.5", 1.5f, "FLOAT" },
        { "DOUBLE", "-1.7976931348623157e308", double.MinValue, "DOUBLE" },
        { "DOUBLE", "0.1", 0.1, "DOUBLE" },
        { "YEAR", "2026", 2026, "YEAR" },
        { "YEAR", "0", 0, "YEAR" },
        { "DATE", "'2026-11-20'", new DateTime(2026, 11, 20), "DATE" },
        { "DATE", "'9999-12-31'", new DateTime(9999, 12, 31), "DATE" },
        { "DATETIME", "'2026-11-20 00:00:00'", new DateTime(2026, 11, 20), "DATETIME" },
        { "DATETIME(3)", "'2026-11-20 19:00:01.123'", new DateTime(2026, 11, 20, 19, 0, 1, 123), "DATETIME" },
        { "DATETIME(6)", "'2026-11-20 19:00:01.000001'", new DateTime(2026, 11, 20, 19, 0, 1).AddTicks(10), "DATETIME" },
        { "TIMESTAMP(6) NULL", "'2026-11-20 19:00:01.999999'", new DateTime(2026, 11, 20, 19, 0, 1).AddTicks(9999990), "TIMESTAMP" },
        { "TIME", "'-838:59:59'", -new TimeSpan(838, 59, 59), "TIME" },
        { "TIME(6)", "'00:00:00.000001'", TimeSpan.FromMicroseconds(1), "TIME" },
        { "TIME", "'00:00:00'", TimeSpan.Zero, "TIME" },
        { "CHAR(5)", "'abc'", "abc", "CHAR(5)" },
        { "CHAR(5) CHARACTER SET latin1", "'äöü'", "äöü", "CHAR(5)" },
        { "VARCHAR(20)", "'도매 😀'", "도매 😀", "VARCHAR" },
        { "VARCHAR(20)", "''", "", "VARCHAR" },
        { "TINYTEXT", "'tiny'", "tiny", "VARCHAR" },
        { "TEXT", "'텍스트'", "텍스트", "VARCHAR" },
        { "MEDIUMTEXT", "'medium'", "medium", "VARCHAR" },
        { "LONGTEXT", "REPEAT('가', 1000)", new string('가', 1000), "VARCHAR" },
        { "ENUM('pending','approved','거부')", "'거부'", "거부", "ENUM" },
        { "SET('a','b','c')", "'a,c'", "a,c", "SET" },
        { "BINARY(3)", "x'0001FF'", new byte[] { 0, 1, 255 }, "BLOB" },
        { "VARBINARY(3)", "x'275C00'", new byte[] { 0x27, 0x5C, 0 }, "BLOB" },
        { "BLOB", "x''", Array.Empty<byte>(), "BLOB" },
        { "LONGBLOB", "REPEAT(x'FF', 300)", Enumerable.Repeat((byte)255, 300).ToArray(), "BLOB" },
        { "CHAR(36)", "'6f9619ff-8b86-d011-b42d-00cf4fc964ff'", new Guid("6f9619ff-8b86-d011-b42d-00cf4fc964ff"), "CHAR(36)" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task GetValue_TextProtocol_ReadsColumn(string type, string literal, object expected, string name) =>
        await AssertReadsAsync(type, literal, expected, name, prepare: false);

    [Theory]
    [MemberData(nameof(Values))]
    public async Task GetValue_BinaryProtocol_ReadsColumn(string type, string literal, object expected, string name) =>
        await AssertReadsAsync(type, literal, expected, name, prepare: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetValue_Json_IsString(bool prepare)
    {
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync("CREATE TEMPORARY TABLE t (v JSON)");
        await connection.ExecuteAsync("INSERT INTO t VALUES (@v)", new { v = "{\"a\":[1,\"방\\n\"]}" });
        await using var command = new MySqlCommand("SELECT v FROM t", connection);
        if (prepare)
            await command.PrepareAsync();

        Assert.Equal("{\"a\":[1,\"방\\n\"]}", await command.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetDateTime_ZeroDate_FollowsTheOptions(bool prepare)
    {
        Assert.Equal(DateTime.MinValue, await ReadAsync(builder => builder.ConvertZeroDateTime = true));
        var zero = Assert.IsType<MySqlDateTime>(await ReadAsync(builder => builder.AllowZeroDateTime = true));
        Assert.False(zero.IsValidDateTime);
        Assert.Equal((0, 0, 0), (zero.Year, zero.Month, zero.Day));
        await Assert.ThrowsAsync<InvalidCastException>(() => ReadAsync(_ => { }));

        async Task<object?> ReadAsync(Action<MySqlConnectionStringBuilder> change)
        {
            await using var connection = await database.OpenAsync(change);
            await connection.ExecuteAsync("SET sql_mode = ''; CREATE TEMPORARY TABLE t (v DATETIME); INSERT INTO t VALUES ('0000-00-00')");
            await using var command = new MySqlCommand("SELECT v FROM t", connection);
            if (prepare)
                await command.PrepareAsync();
            return await command.ExecuteScalarAsync();
        }
    }

    [Fact]
    public async Task GetDateTime_KindUtc_IsUtc()
    {
        await using var connection = await database.OpenAsync(builder => builder.DateTimeKind = MySqlDateTimeKind.Utc);

        var read = await connection.QuerySingleAsync<DateTime>("SELECT TIMESTAMP '2026-11-20 01:02:03'");

        Assert.Equal(DateTimeKind.Utc, read.Kind);
        await using var command = new MySqlCommand("SELECT @at", connection) { Parameters = { new MySqlParameter("@at", DateTime.SpecifyKind(read, DateTimeKind.Local)) } };
        await Assert.ThrowsAsync<MySqlException>(() => command.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData(MySqlGuidFormat.Binary16, "BINARY(16)", "6F9619FF8B86D011B42D00CF4FC964FF")]
    [InlineData(MySqlGuidFormat.TimeSwapBinary16, "BINARY(16)", "D0118B866F9619FFB42D00CF4FC964FF")]
    [InlineData(MySqlGuidFormat.LittleEndianBinary16, "BINARY(16)", "FF19966F868B11D0B42D00CF4FC964FF")]
    [InlineData(MySqlGuidFormat.Char32, "CHAR(32)", "3666393631396666386238366430313162343264303063663466633936346666")]
    [InlineData(MySqlGuidFormat.Char36, "CHAR(36)", "36663936313966662D386238362D643031312D623432642D303063663466633936346666")]
    public async Task GetGuid_EveryFormat_GoesThereAndBack(MySqlGuidFormat format, string type, string hex)
    {
        var guid = new Guid("6f9619ff-8b86-d011-b42d-00cf4fc964ff");
        await using var connection = await database.OpenAsync(builder => builder.GuidFormat = format);
        await connection.ExecuteAsync($"CREATE TEMPORARY TABLE t (v {type})");
        await using var command = new MySqlCommand("INSERT INTO t VALUES (@v)", connection) { Parameters = { new MySqlParameter("v", guid) } };
        await command.ExecuteNonQueryAsync();
        await command.PrepareAsync();
        await command.ExecuteNonQueryAsync();

        Assert.Equal([hex, hex], await connection.QueryAsync<string>("SELECT HEX(v) FROM t"));
        Assert.Equal([guid, guid], await connection.QueryAsync<Guid>("SELECT v FROM t"));
    }

    [Fact]
    public async Task GetFieldValue_OtherTypes_Converts()
    {
        await using var connection = await database.OpenAsync();
        await using var command = new MySqlCommand(
            "SELECT CAST(7 AS SIGNED) AS n, DATE '2026-11-20' AS d, TIME '01:02:03' AS t, x'0102' AS b, 'text' AS s, CAST(1.5 AS DECIMAL(3,1)) AS m, NULL AS x", connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();

        Assert.Equal(7, reader.GetFieldValue<int>(0));
        Assert.Equal(7UL, reader.GetFieldValue<ulong>(0));
        Assert.True(reader.GetFieldValue<bool>(0));
        Assert.Equal(new DateOnly(2026, 11, 20), reader.GetFieldValue<DateOnly>(1));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero), reader.GetFieldValue<DateTimeOffset>(1));
        Assert.Equal(new TimeOnly(1, 2, 3), reader.GetFieldValue<TimeOnly>(2));
        Assert.Equal([1, 2], reader.GetFieldValue<byte[]>(3));
        Assert.Equal(2, reader.GetBytes(3, 0, null, 0, 0));
        var buffer = new byte[4];
        Assert.Equal(1, reader.GetBytes(3, 1, buffer, 2, 2));
        Assert.Equal([0, 0, 2, 0], buffer);
        using var text = new StreamReader(reader.GetStream(4));
        Assert.Equal("text", await text.ReadToEndAsync());
        Assert.Equal(1.5, reader.GetDouble(5));
        Assert.True(reader.IsDBNull(6));
        Assert.Throws<InvalidCastException>(() => reader.GetInt32(6));
        Assert.Throws<InvalidCastException>(() => reader.GetInt32(4));
        Assert.Throws<InvalidCastException>(() => reader.GetString(0));
    }

    [Fact]
    public async Task GetInt32_TooLarge_Overflows()
    {
        await using var connection = await database.OpenAsync();
        await using var command = new MySqlCommand("SELECT 4294967296, CAST(18446744073709551615 AS UNSIGNED)", connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();

        Assert.Throws<OverflowException>(() => reader.GetInt32(0));
        Assert.Throws<OverflowException>(() => reader.GetInt64(1));
        Assert.Equal(ulong.MaxValue, reader.GetUInt64(1));
    }

    [Fact]
    public async Task GetColumnSchema_Table_DescribesColumns()
    {
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync("CREATE TABLE described (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, price DECIMAL(10,2) NULL, name VARCHAR(40) NOT NULL)");
        await using var command = new MySqlCommand("SELECT id, price AS cost, name FROM described", connection);
        await using var reader = await command.ExecuteReaderAsync();

        var columns = reader.GetColumnSchema();
        var table = reader.GetSchemaTable()!;

        Assert.Equal(["id", "cost", "name"], columns.Select(column => column.ColumnName));
        Assert.Equal(["id", "price", "name"], columns.Select(column => column.BaseColumnName!));
        Assert.Equal([typeof(ulong), typeof(decimal), typeof(string)], columns.Select(column => column.DataType!));
        Assert.Equal([false, true, false], columns.Select(column => column.AllowDBNull!.Value));
        Assert.True(columns[0].IsAutoIncrement);
        Assert.True(columns[0].IsKey);
        Assert.Equal((10, 2), (columns[1].NumericPrecision, columns[1].NumericScale));
        Assert.Equal(40, columns[2].ColumnSize);
        Assert.Equal(3, table.Rows.Count);
        Assert.Equal("cost", table.Rows[1]["ColumnName"]);
    }

    private async Task AssertReadsAsync(string type, string literal, object expected, string name, bool prepare)
    {
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync($"CREATE TEMPORARY TABLE t (id INT, v {type}); INSERT INTO t VALUES (1, {literal}), (2, NULL)");
        await using var command = new MySqlCommand("SELECT v FROM t ORDER BY id", connection);
        if (prepare)
            await command.PrepareAsync();
        Assert.Equal(prepare, command.IsPrepared);

        await using var reader = await command.ExecuteReaderAsync();
        Assert.Equal(expected.GetType(), reader.GetFieldType(0));
        Assert.Equal(name, reader.GetDataTypeName(0));
        Assert.True(await reader.ReadAsync());
        Assert.Equal(expected, reader.GetValue(0));
        Assert.True(await reader.ReadAsync());
        Assert.Equal(DBNull.Value, reader.GetValue(0));
    }
}
