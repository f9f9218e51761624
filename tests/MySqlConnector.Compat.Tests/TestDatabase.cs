using Domaeka.TestKit.MariaDb;

namespace MySqlConnector.Compat.Tests;

/// <summary>A database of its own for a test class, dropped with it. The server is the one that <see cref="ServerVariable"/> names, or a private one.</summary>
public sealed class TestDatabase : IAsyncLifetime
{
    /// <summary>Names the connection string of an account that may create databases and users.</summary>
    public const string ServerVariable = "DOMAEKA_TEST_MARIADB";

    private readonly string _name = "compat_" + Guid.NewGuid().ToString("N");

    // One for all tests, ended with their process.
    private static readonly Lazy<string> Server = new(() => Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } named
        ? named
        : Task.Run(() => PrivateMariaDb.StartAsync()).GetAwaiter().GetResult().ConnectionString);

    /// <summary>The server, without a database.</summary>
    public static string ServerConnectionString => Server.Value;

    /// <summary>The server and this database. A pool of its own, so that classes do not meet in one.</summary>
    public string ConnectionString => With(_ => { });

    public string Name => _name;

    public string With(Action<MySqlConnectionStringBuilder> change)
    {
        var builder = new MySqlConnectionStringBuilder(ServerConnectionString) { Database = _name };
        change(builder);
        return builder.ConnectionString;
    }

    public async Task<MySqlConnection> OpenAsync(Action<MySqlConnectionStringBuilder>? change = null)
    {
        var connection = new MySqlConnection(With(change ?? (_ => { })));
        await connection.OpenAsync();
        return connection;
    }

    public async Task InitializeAsync() => await RunOnServerAsync($"CREATE DATABASE {_name} CHARACTER SET utf8mb4");

    public async Task DisposeAsync() => await RunOnServerAsync($"DROP DATABASE {_name}");

    private static async Task RunOnServerAsync(string sql)
    {
        await using var connection = new MySqlConnection(ServerConnectionString);
        await connection.OpenAsync();
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
