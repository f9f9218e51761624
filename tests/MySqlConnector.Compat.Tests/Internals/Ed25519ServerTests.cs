using Dapper;

namespace MySqlConnector.Compat.Tests.Internals;

public sealed class Ed25519ServerTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task OpenAsync_Ed25519Account_LogsIn()
    {
        await using var administrator = await database.OpenAsync();
        await administrator.ExecuteAsync("INSTALL SONAME 'auth_ed25519'").ContinueWith(_ => { }, TaskScheduler.Default);
        var user = "e" + Guid.NewGuid().ToString("N")[..20];
        await administrator.ExecuteAsync($"CREATE USER {user} IDENTIFIED VIA ed25519 USING PASSWORD('비밀 password')");
        try
        {
            // Every challenge is another one, among them such that end with a zero byte.
            for (var i = 0; i < 20; i++)
            {
                await using var connection = new MySqlConnection(ConnectionString("비밀 password"));
                await connection.OpenAsync();
                Assert.StartsWith(user, await connection.ExecuteScalarAsync<string>("SELECT CURRENT_USER()"), StringComparison.Ordinal);
            }

            await using var wrong = new MySqlConnection(ConnectionString("other"));
            var exception = await Assert.ThrowsAsync<MySqlException>(() => wrong.OpenAsync());
            Assert.Equal(MySqlErrorCode.AccessDenied, exception.ErrorCode);
        }
        finally
        {
            await administrator.ExecuteAsync($"DROP USER {user}");
        }

        string ConnectionString(string password) => database.With(builder =>
        {
            builder.UserID = user;
            builder.Password = password;
            builder.Database = "";
            builder.Pooling = false;
        });
    }
}
