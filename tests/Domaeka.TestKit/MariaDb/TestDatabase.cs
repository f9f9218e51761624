using System.Globalization;
using MySqlConnector;

namespace Domaeka.TestKit.MariaDb;

/// <summary>
/// A database of its own on the MariaDB server of the test run, gone when it is disposed of. The server is the one that
/// <c>DOMAEKA_TEST_MARIADB</c> names (a connection string of an account that may create databases), as <c>test.sh</c> sets it; without it
/// one is started for this process.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Server = new(FindServerAsync);

    private readonly string _server;

    private TestDatabase(string server, string name)
    {
        _server = server;
        Name = name;
        ConnectionString = Of(server, name);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Names the database too.</summary>
    public string ConnectionString { get; }

    /// <summary>The connection string of the server, without a database.</summary>
    /// <exception cref="InvalidOperationException">There is no server and none can be started: the test fails.</exception>
    public static Task<string> FindServerStringAsync() => Server.Value;

    /// <summary>Makes an empty database.</summary>
    /// <param name="server">The server's connection string; null means that of the test run.</param>
    /// <param name="characterSet">The database's default.</param>
    public static async Task<TestDatabase> CreateAsync(string? server = null, string characterSet = "utf8mb4")
    {
        var database = new TestDatabase(server ?? await Server.Value, $"domaeka_test_{Guid.NewGuid():N}");
        await ExecuteOnServerAsync(database._server, $"CREATE DATABASE {database.Name} CHARACTER SET {characterSet}");
        return database;
    }

    /// <summary>A connection string with that database in it.</summary>
    public static string Of(string server, string database) => new MySqlConnectionStringBuilder(server) { Database = database }.ConnectionString;

    /// <summary>An open connection of its own, as another program would have one.</summary>
    /// <param name="sqlMode">What the program is strict about; the default is as lenient as many PHP programs are.</param>
    public async Task<MySqlConnection> OpenAsync(string sqlMode = "")
    {
        var connection = new MySqlConnection(
            new MySqlConnectionStringBuilder(ConnectionString) { Pooling = false, ConvertZeroDateTime = true, TreatTinyAsBoolean = false, AllowUserVariables = true }.ConnectionString);
        await connection.OpenAsync();
        await RunAsync(connection, $"SET SESSION sql_mode = '{sqlMode}', time_zone = '+00:00'");
        return connection;
    }

    /// <summary>Runs statements as another program would.</summary>
    public async Task ExecuteAsync(string sql, string sqlMode = "")
    {
        await using var connection = await OpenAsync(sqlMode);
        await RunAsync(connection, sql);
    }

    /// <summary>The first column of every row as text; NULL as an empty text.</summary>
    public async Task<IReadOnlyList<string>> QueryAsync(string sql, string sqlMode = "")
    {
        await using var connection = await OpenAsync(sqlMode);
        await using var command = new MySqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(ToText(reader.GetValue(0)));
        return rows;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await ExecuteOnServerAsync(_server, $"DROP DATABASE IF EXISTS {Name}");
        }
        catch (MySqlException)
        {
            // The test has ended the server; the database goes with it.
        }
    }

    private static string ToText(object value) => value switch
    {
        DBNull => "",
        DateTime time => time.ToString(time.Millisecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };

    private static async Task<string> FindServerAsync()
    {
        if (Environment.GetEnvironmentVariable("DOMAEKA_TEST_MARIADB") is { Length: > 0 } named)
            return named;

        var server = await PrivateMariaDb.StartAsync();
        return server.ConnectionString;
    }

    private static async Task ExecuteOnServerAsync(string server, string sql)
    {
        await using var connection = new MySqlConnection(server);
        await connection.OpenAsync();
        await RunAsync(connection, sql);
    }

    private static async Task RunAsync(MySqlConnection connection, string sql)
    {
        await using var command = new MySqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
