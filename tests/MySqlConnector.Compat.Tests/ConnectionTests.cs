using System.Data;
using Dapper;

namespace MySqlConnector.Compat.Tests;

public sealed class ConnectionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task OpenAsync_State_IsTold()
    {
        await using var connection = new MySqlConnection(database.ConnectionString);
        var changes = new List<(ConnectionState, ConnectionState)>();
        connection.StateChange += (_, change) => changes.Add((change.OriginalState, change.CurrentState));

        Assert.Equal(ConnectionState.Closed, connection.State);
        await connection.OpenAsync();
        Assert.Equal(ConnectionState.Open, connection.State);
        Assert.EndsWith((await connection.ExecuteScalarAsync<string>("SELECT VERSION()"))!, connection.ServerVersion, StringComparison.Ordinal);
        Assert.Equal(await connection.ExecuteScalarAsync<int>("SELECT CONNECTION_ID()"), connection.ServerThread);
        Assert.True(await connection.PingAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.OpenAsync());
        await connection.CloseAsync();
        await connection.CloseAsync();

        Assert.Equal(ConnectionState.Closed, connection.State);
        Assert.False(connection.Ping());
        Assert.Contains((ConnectionState.Connecting, ConnectionState.Open), changes);
        Assert.Contains((ConnectionState.Open, ConnectionState.Closed), changes);
        await Assert.ThrowsAsync<InvalidOperationException>(() => new MySqlCommand("DO 1", connection).ExecuteNonQueryAsync());
    }

    [Theory]
    [InlineData("right password", "right password", true)]
    [InlineData("비밀번호 😀", "비밀번호 😀", true)]
    [InlineData("right password", "wrong password", false)]
    [InlineData("right password", "", false)]
    [InlineData("", "", true)]
    public async Task OpenAsync_NativePassword_IsChecked(string password, string given, bool accepted)
    {
        var user = "u" + Guid.NewGuid().ToString("N")[..20];
        await using var administrator = await database.OpenAsync();
        await administrator.ExecuteAsync($"CREATE USER {user} IDENTIFIED BY '{password}'");
        try
        {
            await using var connection = new MySqlConnection(database.With(builder =>
            {
                builder.UserID = user;
                builder.Password = given;
                builder.Database = "";
                builder.Pooling = false;
            }));
            if (accepted)
            {
                await connection.OpenAsync();
                Assert.StartsWith(user + "@", await connection.ExecuteScalarAsync<string>("SELECT CURRENT_USER()"), StringComparison.Ordinal);
                // Opened once, the connection tells its password to nobody.
                Assert.True(password.Length == 0 || !connection.ConnectionString.Contains(password, StringComparison.Ordinal));
            }
            else
            {
                var exception = await Assert.ThrowsAsync<MySqlException>(() => connection.OpenAsync());
                Assert.Equal(MySqlErrorCode.AccessDenied, exception.ErrorCode);
                Assert.Equal("28000", exception.SqlState);
            }
        }
        finally
        {
            await administrator.ExecuteAsync($"DROP USER {user}");
        }
    }

    [Fact]
    public async Task OpenAsync_UnknownDatabase_TellsSo()
    {
        await using var connection = new MySqlConnection(database.With(builder => builder.Database = "no_such_database"));

        var exception = await Assert.ThrowsAsync<MySqlException>(() => connection.OpenAsync());

        Assert.Equal(MySqlErrorCode.UnknownDatabase, exception.ErrorCode);
    }

    [Theory]
    [InlineData(MySqlSslMode.None, false, true)]
    [InlineData(MySqlSslMode.Preferred, true, true)]
    [InlineData(MySqlSslMode.Required, true, true)]
    [InlineData(MySqlSslMode.VerifyCA, true, true)]
    [InlineData(MySqlSslMode.VerifyFull, true, true)]
    [InlineData(MySqlSslMode.VerifyCA, true, false)]
    public async Task OpenAsync_SslMode_EncryptsAndVerifies(MySqlSslMode mode, bool encrypted, bool trusts)
    {
        await using var plain = await database.OpenAsync();
        // The server runs on this machine, so that its authority's file can be read.
        var authority = await plain.ExecuteScalarAsync<string>("SELECT @@ssl_ca");
        await using var connection = new MySqlConnection(database.With(builder =>
        {
            builder.SslMode = mode;
            builder.SslCa = trusts && mode >= MySqlSslMode.VerifyCA ? authority : "";
            builder.Pooling = false;
        }));
        if (!trusts)
        {
            await Assert.ThrowsAsync<MySqlException>(() => connection.OpenAsync());
            return;
        }

        await connection.OpenAsync();
        var cipher = await connection.QuerySingleAsync<(string Name, string Value)>("SHOW SESSION STATUS LIKE 'Ssl_cipher'");
        Assert.Equal(encrypted, cipher.Value.Length > 0);
        Assert.Equal(3_000_000, (await connection.ExecuteScalarAsync<string>("SELECT REPEAT('가', 3000000)"))!.Length);
    }

    [Fact]
    public async Task UseAffectedRows_Option_DecidesWhatIsCounted()
    {
        await using var found = await database.OpenAsync();
        await using var changed = await database.OpenAsync(builder => builder.UseAffectedRows = true);
        await found.ExecuteAsync("CREATE TABLE counted (id INT PRIMARY KEY, v INT); INSERT INTO counted VALUES (1, 5)");

        Assert.Equal(1, await found.ExecuteAsync("UPDATE counted SET v = 5"));
        Assert.Equal(0, await changed.ExecuteAsync("UPDATE counted SET v = 5"));
    }

    [Fact]
    public async Task ResetConnectionAsync_UserVariables_AreGone()
    {
        await using var connection = await database.OpenAsync(builder => builder.AllowUserVariables = true);
        await connection.ExecuteAsync("SET @x = 1");

        await connection.ResetConnectionAsync();

        Assert.Null(await connection.ExecuteScalarAsync<int?>("SELECT @x"));
        Assert.Equal(database.Name, await connection.ExecuteScalarAsync<string>("SELECT DATABASE()"));
    }

    [Fact]
    public async Task ExecuteReader_CloseConnection_ClosesIt()
    {
        var connection = await database.OpenAsync();
        await using var command = new MySqlCommand("SELECT 1", connection);

        await using (var reader = await command.ExecuteReaderAsync(CommandBehavior.CloseConnection))
            Assert.True(await reader.ReadAsync());

        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void Factory_Objects_AreOfThisProvider()
    {
        var factory = MySqlConnectorFactory.Instance;

        Assert.IsType<MySqlConnection>(factory.CreateConnection());
        Assert.IsType<MySqlCommand>(factory.CreateCommand());
        Assert.IsType<MySqlParameter>(factory.CreateParameter());
        Assert.IsType<MySqlConnectionStringBuilder>(factory.CreateConnectionStringBuilder());
        Assert.IsType<MySqlBatch>(factory.CreateBatch());
        Assert.Same(factory, System.Data.Common.DbProviderFactories.GetFactory(new MySqlConnection()));
    }
}
