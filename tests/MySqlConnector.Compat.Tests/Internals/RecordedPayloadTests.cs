using MySqlConnector.Protocol;
using MySqlConnector.Protocol.Payloads;
using MySqlConnector.Protocol.Values;
using MySqlConnector.Settings;

namespace MySqlConnector.Compat.Tests.Internals;

/// <summary>
/// Payloads as MariaDB 10.11.19 sent them (without their packet headers): what they say, and that neither a shorter nor a longer one is
/// taken for the same.
/// </summary>
public sealed class RecordedPayloadTests
{
    private const string Greeting =
        "0a352e352e352d31302e31312e31392d4d6172696144422d302b6465623132753100dd00000029664b216041665d00feff080200ff81150000000000001d0000007d7e2127414e4654542a6f75006d7973716c5f6e61746976655f70617373776f726400";

    // USE mysql
    private const string DatabaseChanged = "0000000240000000080106056d7973716c";

    // INSERT of two rows: "Records: 2  Duplicates: 0  Warnings: 0"
    private const string Inserted = "00020102000000265265636f7264733a203220204475706c6963617465733a203020205761726e696e67733a2030";

    // DO 1; with another statement behind it
    private const string OkWithMoreResults = "0000000a000000";

    // After the rows, with CLIENT_DEPRECATE_EOF
    private const string EndOfRows = "fe000002000000";

    // SELEKT
    private const string SyntaxError =
        "ff2804233432303030596f75206861766520616e206572726f7220696e20796f75722053514c2073796e7461783b20636865636b20746865206d616e75616c207468617420636f72726573706f6e647320746f20796f7572204d617269614442207365727665722076657273696f6e20666f72207468652072696768742073796e74617820746f20757365206e656172202753454c454b5427206174206c696e652031";

    // COM_STMT_PREPARE of a SELECT with six columns and one parameter
    private const string Prepared = "002700000006000100000000";

    // The columns id BIGINT UNSIGNED AUTO_INCREMENT, name VARCHAR(20), price DECIMAL(10,2), at DATETIME(6), t TIME(6), e ENUM('a','b')
    private static readonly string[] Columns =
    [
        "03646566056d7973716c06746573745f7406746573745f740269640269640c3f0014000000082342000000",
        "03646566056d7973716c06746573745f7406746573745f74046e616d65046e616d650c2d0050000000fd0000000000",
        "03646566056d7973716c06746573745f7406746573745f740570726963650570726963650c3f000c000000f60000020000",
        "03646566056d7973716c06746573745f7406746573745f740261740261740c3f001a0000000c8000060000",
        "03646566056d7973716c06746573745f7406746573745f74017401740c3f00110000000b8000060000",
        "03646566056d7973716c06746573745f7406746573745f74016501650c2d0004000000fe0001000000",
    ];

    private static readonly string[] BinaryRows =
    [
        "0000010000000000000003eab0800531322e33340bea070b141300017b0000000c010100000001000120a107000162",
        "00f80200000000000000",
    ];

    // SELECT 1, NULL, 'abc'
    private const string TextRow = "0131fb03616263";

    private static readonly ServerCapabilities Capabilities = ServerCapabilities.SessionTrack | ServerCapabilities.DeprecateEof;

    public static TheoryData<string, string> Refusable => new()
    {
        { "greeting", Greeting },
        { "ok", DatabaseChanged },
        { "ok", Inserted },
        { "prepared", Prepared },
        { "column", Columns[0] },
        { "column", Columns[5] },
        { "count", "06" },
        { "eof", "fe00000200" },
    };

    [Fact]
    public void InitialHandshake_OfMariaDb_TellsServer()
    {
        var greeting = InitialHandshakePayload.Parse(Bytes(Greeting));

        Assert.Equal("5.5.5-10.11.19-MariaDB-0+deb12u1", greeting.ServerVersion);
        Assert.Equal(0xDDu, greeting.ConnectionId);
        Assert.Equal("mysql_native_password", greeting.AuthPluginName);
        Assert.Equal("29664b216041665d" + "7d7e2127414e4654542a6f75" + "00", Convert.ToHexString(greeting.AuthData).ToLowerInvariant());
        Assert.True(greeting.Capabilities.HasFlag(
            ServerCapabilities.Ssl | ServerCapabilities.DeprecateEof | ServerCapabilities.SessionTrack | ServerCapabilities.PluginAuth));
        Assert.Equal(ServerStatus.AutoCommit, greeting.Status);
    }

    [Fact]
    public void Ok_Payloads_TellRowsIdAndDatabase()
    {
        var inserted = OkPayload.Parse(Bytes(Inserted), Capabilities);
        Assert.Equal((2UL, 1UL, ServerStatus.AutoCommit, null), (inserted.AffectedRows, inserted.LastInsertId, inserted.Status, inserted.NewDatabase));
        Assert.Equal("mysql", OkPayload.Parse(Bytes(DatabaseChanged), Capabilities).NewDatabase);
        Assert.True(OkPayload.Parse(Bytes(OkWithMoreResults), Capabilities).Status.HasFlag(ServerStatus.MoreResultsExist));
        Assert.True(EofPayload.EndsRows(Bytes(EndOfRows), Capabilities));
        Assert.Equal(ServerStatus.AutoCommit, OkPayload.Parse(Bytes(EndOfRows), Capabilities).Status);
    }

    [Fact]
    public void Err_SyntaxError_BecomesException()
    {
        var exception = ErrPayload.Parse(Bytes(SyntaxError)).ToException();

        Assert.Equal(MySqlErrorCode.ParseError, exception.ErrorCode);
        Assert.Equal("42000", exception.SqlState);
        Assert.StartsWith("You have an error in your SQL syntax", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Err_BeforeTheHandshake_HasNoState()
    {
        var exception = ErrPayload.Parse([0xFF, 0x10, 0x04, .. "Too many connections"u8]).ToException();

        Assert.Equal((MySqlErrorCode.ConnectionCountError, "HY000", "Too many connections"), (exception.ErrorCode, exception.SqlState, exception.Message));
        Assert.True(exception.IsTransient);
    }

    [Fact]
    public void StmtPrepareOk_TellsCounts()
    {
        var ok = StmtPrepareOkPayload.Parse(Bytes(Prepared));

        Assert.Equal((0x27u, 6, 1), (ok.StatementId, ok.ColumnCount, ok.ParameterCount));
    }

    [Fact]
    public void ColumnDefinition_Payloads_TellTypes()
    {
        var columns = Columns.Select(column => ColumnDefinition41Payload.Parse(Bytes(column))).ToArray();
        var settings = new ValueSettings(new MySqlConnectionStringBuilder());

        Assert.Equal(["id", "name", "price", "at", "t", "e"], columns.Select(column => column.Name));
        Assert.All(columns, column => Assert.Equal(("mysql", "test_t"), (column.Schema, column.OriginalTable)));
        Assert.Equal(
            [MySqlDbType.UInt64, MySqlDbType.VarChar, MySqlDbType.NewDecimal, MySqlDbType.DateTime, MySqlDbType.Time, MySqlDbType.Enum],
            columns.Select(column => ColumnTypes.ToMySqlDbType(column, settings)));
    }

    [Fact]
    public void RowLayout_BinaryRows_FindsValues()
    {
        var columns = Columns.Select(column => ColumnDefinition41Payload.Parse(Bytes(column))).ToArray();
        var settings = new ValueSettings(new MySqlConnectionStringBuilder());
        var readers = columns.Select(column => ColumnTypes.CreateReader(column, settings, isBinary: true)).ToArray();
        var row = new RowLayout(columns, isBinary: true);

        row.Load(Bytes(BinaryRows[0]));
        Assert.Equal(
            [1UL, "가", 12.34m, new DateTime(2026, 11, 20, 19, 0, 1).AddTicks(1230), -new TimeSpan(0, 25, 0, 1, 500), "b"],
            readers.Select((reader, index) => reader.ReadObject(row[index])));
        row.Load(Bytes(BinaryRows[1]));
        Assert.Equal([false, true, true, true, true, true], Enumerable.Range(0, 6).Select(row.IsNull));
        Assert.Equal(2UL, readers[0].ReadObject(row[0]));
    }

    [Fact]
    public void RowLayout_CutOrLengthenedRows_Refuses()
    {
        var columns = Columns.Select(column => ColumnDefinition41Payload.Parse(Bytes(column))).ToArray();
        AssertRefuses(new RowLayout(columns, isBinary: true), Bytes(BinaryRows[0]));
        AssertRefuses(new RowLayout(columns[..3], isBinary: false), Bytes(TextRow));

        static void AssertRefuses(RowLayout row, byte[] payload)
        {
            row.Load(payload);
            for (var length = 0; length < payload.Length; length++)
                Assert.Throws<MySqlProtocolException>(() => row.Load(payload.AsMemory(0, length)));
            Assert.Throws<MySqlProtocolException>(() => row.Load((byte[])[.. payload, 0]));
        }
    }

    [Theory]
    [MemberData(nameof(Refusable))]
    public void Parse_CutOrLengthened_IsRefused(string kind, string hex)
    {
        var payload = Bytes(hex);
        Parse(kind, payload);
        for (var length = 0; length < payload.Length; length++)
        {
            // What ends with a text that may be left out, or closed by the payload's end, is still whole without it.
            var mayEnd = (kind == "greeting" && length >= payload.Length - "mysql_native_password".Length - 1)
                || (kind == "ok" && hex == Inserted && length == 7)
                || (kind == "prepared" && length == 10);
            var cut = payload[..length];
            if (!mayEnd)
                Assert.Throws<MySqlProtocolException>(() => Parse(kind, cut));
        }

        Assert.Throws<MySqlProtocolException>(() => Parse(kind, [.. payload, 1]));
    }

    private static void Parse(string kind, byte[] payload)
    {
        switch (kind)
        {
            case "greeting":
                InitialHandshakePayload.Parse(payload);
                break;
            case "ok":
                OkPayload.Parse(payload, Capabilities);
                break;
            case "prepared":
                StmtPrepareOkPayload.Parse(payload);
                break;
            case "column":
                ColumnDefinition41Payload.Parse(payload);
                break;
            case "count":
                ColumnCountPayload.Parse(payload);
                break;
            default:
                EofPayload.Parse(payload);
                break;
        }
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex);
}
