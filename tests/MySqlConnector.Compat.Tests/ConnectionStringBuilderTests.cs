namespace MySqlConnector.Compat.Tests;

public sealed class ConnectionStringBuilderTests
{
    public static TheoryData<string, string, object> Spellings => new()
    {
        { "Host=h", "Server", "h" },
        { "data source=h", "Server", "h" },
        { "DataSource=h", "Server", "h" },
        { "port=3307", "Port", 3307u },
        { "Uid=u", "User ID", "u" },
        { "USERNAME=u", "User ID", "u" },
        { "User=u", "User ID", "u" },
        { "pwd='a;b'", "Password", "a;b" },
        { "Initial Catalog=d", "Database", "d" },
        { "SslMode=verifyfull", "SSL Mode", MySqlSslMode.VerifyFull },
        { "ssl-ca=c", "SSL CA", "c" },
        { "CACertificateFile=c", "SSL CA", "c" },
        { "CharSet=utf8mb4", "Character Set", "utf8mb4" },
        { "Connect Timeout=7", "Connection Timeout", 7u },
        { "Command Timeout=7", "Default Command Timeout", 7u },
        { "pooling=no", "Pooling", false },
        { "maxpoolsize=7", "Maximum Pool Size", 7u },
        { "Min Pool Size=7", "Minimum Pool Size", 7u },
        { "AllowUserVariables=1", "Allow User Variables", true },
        { "Allow Public Key Retrieval=True", "Allow Public Key Retrieval", true },
        { "guidformat=Binary16", "GUID Format", MySqlGuidFormat.Binary16 },
        { "DateTimeKind=Utc", "DateTime Kind", MySqlDateTimeKind.Utc },
        { "Keepalive=7", "Keep Alive", 7u },
        { "CancellationTimeout=-1", "Cancellation Timeout", -1 },
        { "ServerRSAPublicKeyFile=f", "Server RSA Public Key File", "f" },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void ConnectionString_Spelling_IsUnderstood(string text, string keyword, object value)
    {
        var builder = new MySqlConnectionStringBuilder(text);

        Assert.Equal(value, builder[keyword]);
        Assert.True(builder.ContainsKey(keyword));
        Assert.StartsWith(keyword + "=", builder.ConnectionString, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(value, new MySqlConnectionStringBuilder(builder.ConnectionString)[keyword]);
    }

    [Fact]
    public void Defaults_Are_ThoseOfTheDocumentation()
    {
        var builder = new MySqlConnectionStringBuilder();

        Assert.Equal("", builder.ConnectionString);
        Assert.Equal(3306u, builder.Port);
        Assert.Equal(MySqlSslMode.Preferred, builder.SslMode);
        Assert.Equal(15u, builder.ConnectionTimeout);
        Assert.Equal(30u, builder.DefaultCommandTimeout);
        Assert.Equal(2, builder.CancellationTimeout);
        Assert.True(builder.Pooling);
        Assert.True(builder.ConnectionReset);
        Assert.Equal(0u, builder.MinimumPoolSize);
        Assert.Equal(100u, builder.MaximumPoolSize);
        Assert.Equal(180u, builder.ConnectionIdleTimeout);
        Assert.Equal(0u, builder.ConnectionLifeTime);
        Assert.Equal(MySqlGuidFormat.Default, builder.GuidFormat);
        Assert.Equal(MySqlDateTimeKind.Unspecified, builder.DateTimeKind);
        Assert.True(builder.TreatTinyAsBoolean);
        Assert.False(builder.AllowUserVariables);
        Assert.False(builder.AllowPublicKeyRetrieval);
        Assert.False(builder.UseAffectedRows);
        Assert.False(builder.IgnorePrepare);
        Assert.False(builder.IgnoreCommandTransaction);
    }

    [Theory]
    [InlineData("Sever=h")]
    [InlineData("Pooling=maybe")]
    [InlineData("SslMode=Sometimes")]
    public void ConnectionString_NotUnderstood_Throws(string text) =>
        Assert.ThrowsAny<ArgumentException>(() =>
        {
            var builder = new MySqlConnectionStringBuilder(text);
            return (builder.Pooling, builder.SslMode);
        });

    [Fact]
    public void CancellationTimeout_LessThanMinusOne_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MySqlConnectionStringBuilder { CancellationTimeout = -2 });
}
