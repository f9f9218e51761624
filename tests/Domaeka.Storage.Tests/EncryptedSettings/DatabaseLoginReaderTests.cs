using System.Data.Common;
using System.Text;
using Domaeka.Storage.EncryptedSettings;

namespace Domaeka.Storage.Tests.EncryptedSettings;

public sealed class DatabaseLoginReaderTests
{
    private const string Account = """ "user": "bot", "password": "hunter2", "database": "shop" """;

    [Theory]
    [InlineData("""{ "host": "db", "port": 3307, "user": "bot", "password": "hunter2", "database": "shop" }""")]
    [InlineData("""{ "host": "db", "port": "3307", "username": "bot", "passwd": "hunter2", "db": "shop", "charset": "utf8mb4" }""")]
    [InlineData("""{ "DB_HOST": "db", "DB_PORT": 3307, "DB_USER": "bot", "DB_PASSWORD": "hunter2", "DB_NAME": "shop" }""")]
    [InlineData("""{ "mysql_host": "db", "mysql-port": 3307, "mysqlUser": "bot", "mysql_password": "hunter2", "mysql_database": "shop" }""")]
    [InlineData("""{ "database": { "host": "db", "port": 3307, "user": "bot", "password": "hunter2", "name": "shop" }, "APIs": { "host": "x" } }""")]
    [InlineData("""{ "host": "0.0.0.0", "port": 1490, "mysql": { "host": "db", "port": 3307, "user": "bot", "pass": "hunter2", "dbname": "shop" } }""")]
    [InlineData("""{ "DBs": { "live": { "HOST": "db", "PORT": 3307, "USER": "bot", "PASS": "hunter2", "NAME": "shop", "POOL_SIZE": "5-50" } } }""")]
    public void Read_UsualShapes_AreUnderstood(string json)
    {
        var login = Read(json, null, out var problem);

        Assert.Equal("", problem);
        Assert.Equal(
            new DatabaseLogin { Host = "db", Port = 3307, User = "bot", Password = "hunter2", Database = "shop" }, login);
    }

    [Fact]
    public void Read_NoPort_IsThatOfMariaDb() => Assert.Equal(3306, Read($$"""{ "host": "db", {{Account}} }""", null, out _)!.Port);

    [Fact]
    public void Read_EmptyPassword_IsNone() =>
        Assert.Equal("", Read("""{ "host": "db", "user": "bot", "password": "", "database": "shop" }""", null, out _)!.Password);

    [Fact]
    public void Read_SeveralDatabases_TheChosenOneIsTaken()
    {
        const string Json = """
            { "DBs": { "test": { "HOST": "a", "USER": "u", "PASS": "p", "NAME": "n" }, "live": { "HOST": "b", "USER": "u", "PASS": "p", "NAME": "n" } } }
            """;

        Assert.Equal("b", Read(Json, "live", out _)!.Host);
        Assert.Null(Read(Json, null, out var unclear));
        Assert.Contains("\"test\", \"live\"", unclear, StringComparison.Ordinal);
        Assert.Contains("Storage:EncryptedSettingsDatabase", unclear, StringComparison.Ordinal);
        Assert.Null(Read(Json, "prod", out var unknown));
        Assert.Contains("no database \"prod\"", unknown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "user": "bot", "password": "hunter2", "database": "shop" }""", "\"host\"")]
    [InlineData("""{ "host": "db", "password": "hunter2", "database": "shop" }""", "\"user\"")]
    [InlineData("""{ "host": "db", "user": "bot", "database": "shop" }""", "\"password\"")]
    [InlineData("""{ "host": "db", "user": "bot", "password": "hunter2" }""", "\"database\"")]
    [InlineData("""{ "host": "", "user": "bot", "password": "hunter2", "database": "shop" }""", "\"host\" of the top level is empty")]
    [InlineData("""{ "host": "db", "user": "bot", "password": null, "database": "shop" }""", "\"password\"")]
    [InlineData("""{ "host": "db", "user": "bot", "password": true, "database": "shop" }""", "\"password\" of the top level is no text")]
    [InlineData("""{ "host": "db", "port": 70000, "user": "bot", "password": "hunter2", "database": "shop" }""", "1 to 65535")]
    [InlineData("""{ "host": "db", "port": "-1", "user": "bot", "password": "hunter2", "database": "shop" }""", "1 to 65535")]
    [InlineData("""{ "host": "db", "server": "other", "user": "bot", "password": "hunter2", "database": "shop" }""", "\"host\", \"server\"")]
    [InlineData("""{ "host": "db", "user": "bot", "password": "hunter2", "pass": "hunter3", "database": "shop" }""", "\"password\", \"pass\"")]
    [InlineData("""{ "database": { "host": "db" }, "mysql": { "host": "db" } }""", "several sections")]
    [InlineData("""{ "user": "bot", "mysql": { "host": "db", "password": "hunter2" } }""", "both the top level and \"mysql\"")]
    [InlineData("""{ "host": "db", "user": "bot", "password": "hunter2", "database": "shop", "ssl_ca": "/ca.pem" }""", "ssl_ca")]
    [InlineData("""{ "host": "d\u0000b", "user": "bot", "password": "hunter2", "database": "shop" }""", "\"host\" of the top level")]
    [InlineData("[]", "no JSON object")]
    [InlineData("\"hunter2\"", "no JSON object")]
    [InlineData("{ \"password\": \"hunter2 }", "no JSON (line 1")]
    [InlineData("", "no JSON")]
    public void Read_MissingOrUnclear_IsNamedWithoutAnySecret(string json, string named)
    {
        Assert.Null(Read(json, null, out var problem));

        Assert.Contains(named, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("semi;colon=x")]
    [InlineData(" 'quotes' and \"more\" ")]
    [InlineData("비밀번호")]
    public void ToConnectionString_AnyPassword_IsReadBack(string password)
    {
        var login = new DatabaseLogin { Host = "db", Port = 3307, User = "bot", Password = password, Database = "shop", SslMode = "Required" };

        var builder = new DbConnectionStringBuilder { ConnectionString = login.ToConnectionString() };

        Assert.Equal(password, builder["Password"]);
        Assert.Equal(("db", "3307", "bot", "shop", "Required"), (builder["Server"], builder["Port"], builder["User ID"], builder["Database"], builder["SslMode"]));
        Assert.DoesNotContain(password, login.ToString(), StringComparison.Ordinal);
    }

    private static DatabaseLogin? Read(string json, string? chosen, out string problem) =>
        DatabaseLoginReader.Read(Encoding.UTF8.GetBytes(json), chosen, out problem);
}
