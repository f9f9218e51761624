using System.Reflection;

namespace MySqlConnector.Settings;

/// <summary>The options of a connection string, read once and checked.</summary>
internal sealed class ConnectionSettings
{
    public ConnectionSettings(MySqlConnectionStringBuilder builder)
    {
        ConnectionString = builder.ConnectionString;
        ConnectionStringWithoutPassword = builder.PersistSecurityInfo ? ConnectionString : WithoutPassword(builder);
        var server = builder.Server.Length == 0 ? "localhost" : builder.Server;
        IsUnixSocket = builder.ConnectionProtocol == MySqlConnectionProtocol.UnixSocket || server.StartsWith('/');
        if (builder.ConnectionProtocol is MySqlConnectionProtocol.NamedPipe or MySqlConnectionProtocol.SharedMemory)
            throw new NotSupportedException($"ConnectionProtocol={builder.ConnectionProtocol} is not supported.");
        Hosts = IsUnixSocket ? [server] : server.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Port = checked((int)builder.Port);
        UserId = builder.UserID;
        Password = builder.Password;
        Database = builder.Database;
        LoadBalance = builder.LoadBalance;
        Tls = new TlsSettings(builder);
        Pooling = builder.Pooling;
        ConnectionReset = builder.ConnectionReset;
        ConnectionLifeTime = TimeSpan.FromSeconds(builder.ConnectionLifeTime);
        ConnectionIdleTimeout = TimeSpan.FromSeconds(builder.ConnectionIdleTimeout);
        MinimumPoolSize = checked((int)builder.MinimumPoolSize);
        MaximumPoolSize = checked((int)builder.MaximumPoolSize);
        if (Pooling && (MaximumPoolSize == 0 || MinimumPoolSize > MaximumPoolSize))
            throw new MySqlException("MaximumPoolSize must be greater than zero and not less than MinimumPoolSize.");
        AllowPublicKeyRetrieval = builder.AllowPublicKeyRetrieval;
        ServerRsaPublicKeyFile = builder.ServerRsaPublicKeyFile;
        AllowUserVariables = builder.AllowUserVariables;
        ApplicationName = builder.ApplicationName is { Length: > 0 } name ? name : Assembly.GetEntryAssembly()?.GetName().Name ?? "";
        // The option counts in seconds; milliseconds have to fit what timers take.
        ConnectionTimeout = builder.ConnectionTimeout == 0
            ? Timeout.InfiniteTimeSpan
            : TimeSpan.FromSeconds(Math.Min(builder.ConnectionTimeout, int.MaxValue / 1000));
        CancellationTimeout = builder.CancellationTimeout;
        DefaultCommandTimeout = (int)Math.Min(builder.DefaultCommandTimeout, int.MaxValue / 1000);
        IgnoreCommandTransaction = builder.IgnoreCommandTransaction;
        IgnorePrepare = builder.IgnorePrepare;
        InteractiveSession = builder.InteractiveSession;
        Keepalive = TimeSpan.FromSeconds(builder.Keepalive);
        Pipelining = builder.Pipelining;
        UseAffectedRows = builder.UseAffectedRows;
        NoBackslashEscapes = builder.NoBackslashEscapes;
        Values = new ValueSettings(builder);
    }

    public string ConnectionString { get; }

    /// <summary>What an opened connection tells of itself.</summary>
    public string ConnectionStringWithoutPassword { get; }

    /// <summary>Host names, or the one path of a Unix socket.</summary>
    public string[] Hosts { get; }

    public bool IsUnixSocket { get; }

    public int Port { get; }

    public string UserId { get; }

    public string Password { get; }

    public string Database { get; }

    public MySqlLoadBalance LoadBalance { get; }

    public TlsSettings Tls { get; }

    public bool Pooling { get; }

    public bool ConnectionReset { get; }

    /// <summary>Zero: for ever.</summary>
    public TimeSpan ConnectionLifeTime { get; }

    /// <summary>Zero: for ever.</summary>
    public TimeSpan ConnectionIdleTimeout { get; }

    public int MinimumPoolSize { get; }

    public int MaximumPoolSize { get; }

    public bool AllowPublicKeyRetrieval { get; }

    public string ServerRsaPublicKeyFile { get; }

    public bool AllowUserVariables { get; }

    public string ApplicationName { get; }

    /// <summary><see cref="Timeout.InfiniteTimeSpan"/>: no limit.</summary>
    public TimeSpan ConnectionTimeout { get; }

    /// <summary>In seconds; 0: no limit; -1: the connection is cut without asking the server to stop.</summary>
    public int CancellationTimeout { get; }

    /// <summary>In seconds; 0: no limit.</summary>
    public int DefaultCommandTimeout { get; }

    public bool IgnoreCommandTransaction { get; }

    public bool IgnorePrepare { get; }

    public bool InteractiveSession { get; }

    /// <summary>Zero: what the system does.</summary>
    public TimeSpan Keepalive { get; }

    public bool Pipelining { get; }

    public bool UseAffectedRows { get; }

    public bool NoBackslashEscapes { get; }

    public ValueSettings Values { get; }

    private static string WithoutPassword(MySqlConnectionStringBuilder builder)
    {
        var copy = new MySqlConnectionStringBuilder(builder.ConnectionString);
        copy.Remove(ConnectionOptions.Password.Keyword);
        copy.Remove(ConnectionOptions.CertificatePassword.Keyword);
        return copy.ConnectionString;
    }
}
