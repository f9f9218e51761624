namespace MySqlConnector.Settings;

/// <summary>Every keyword of a connection string, with its other spellings and its default.</summary>
internal static class ConnectionOptions
{
    public static readonly ConnectionOption<string> Server = new(
        "", "Server", "Host", "Data Source", "DataSource", "Address", "Addr", "Network Address");
    public static readonly ConnectionOption<uint> Port = new(3306u, "Port");
    public static readonly ConnectionOption<string> UserID = new("", "User ID", "UserID", "Username", "Uid", "User name", "User");
    public static readonly ConnectionOption<string> Password = new("", "Password", "pwd");
    public static readonly ConnectionOption<string> Database = new("", "Database", "Initial Catalog");
    public static readonly ConnectionOption<MySqlLoadBalance> LoadBalance = new(
        MySqlLoadBalance.RoundRobin, "Load Balance", "LoadBalance");
    public static readonly ConnectionOption<MySqlConnectionProtocol> ConnectionProtocol = new(
        MySqlConnectionProtocol.Socket, "Connection Protocol", "ConnectionProtocol", "Protocol");
    public static readonly ConnectionOption<MySqlSslMode> SslMode = new(MySqlSslMode.Preferred, "SSL Mode", "SslMode");
    public static readonly ConnectionOption<string> CertificateFile = new("", "Certificate File", "CertificateFile");
    public static readonly ConnectionOption<string> CertificatePassword = new("", "Certificate Password", "CertificatePassword");
    public static readonly ConnectionOption<string> SslCert = new("", "SSL Cert", "SslCert", "Ssl-Cert");
    public static readonly ConnectionOption<string> SslKey = new("", "SSL Key", "SslKey", "Ssl-Key");
    public static readonly ConnectionOption<string> SslCa = new(
        "", "SSL CA", "CACertificateFile", "CA Certificate File", "SslCa", "Ssl-Ca");
    public static readonly ConnectionOption<string> TlsVersion = new("", "TLS Version", "TlsVersion", "Tls-Version");
    public static readonly ConnectionOption<bool> Pooling = new(true, "Pooling");
    public static readonly ConnectionOption<uint> ConnectionLifeTime = new(0u, "Connection Lifetime", "ConnectionLifeTime");
    public static readonly ConnectionOption<bool> ConnectionReset = new(true, "Connection Reset", "ConnectionReset");
    public static readonly ConnectionOption<uint> ConnectionIdlePingTime = new(0u, "Connection Idle Ping Time", "ConnectionIdlePingTime");
    public static readonly ConnectionOption<uint> ConnectionIdleTimeout = new(180u, "Connection Idle Timeout", "ConnectionIdleTimeout");
    public static readonly ConnectionOption<uint> MinimumPoolSize = new(
        0u, "Minimum Pool Size", "Min Pool Size", "MinimumPoolSize", "minpoolsize");
    public static readonly ConnectionOption<uint> MaximumPoolSize = new(
        100u, "Maximum Pool Size", "Max Pool Size", "MaximumPoolSize", "maxpoolsize");
    public static readonly ConnectionOption<bool> AllowLoadLocalInfile = new(false, "Allow Load Local Infile", "AllowLoadLocalInfile");
    public static readonly ConnectionOption<bool> AllowPublicKeyRetrieval = new(
        false, "Allow Public Key Retrieval", "AllowPublicKeyRetrieval");
    public static readonly ConnectionOption<bool> AllowUserVariables = new(false, "Allow User Variables", "AllowUserVariables");
    public static readonly ConnectionOption<bool> AllowZeroDateTime = new(false, "Allow Zero DateTime", "AllowZeroDateTime");
    public static readonly ConnectionOption<string> ApplicationName = new("", "Application Name", "ApplicationName");
    public static readonly ConnectionOption<bool> AutoEnlist = new(true, "Auto Enlist", "AutoEnlist");
    public static readonly ConnectionOption<int> CancellationTimeout = new(2, "Cancellation Timeout", "CancellationTimeout");
    public static readonly ConnectionOption<string> CharacterSet = new("", "Character Set", "CharSet", "CharacterSet");
    public static readonly ConnectionOption<uint> ConnectionTimeout = new(
        15u, "Connection Timeout", "ConnectionTimeout", "Connect Timeout");
    public static readonly ConnectionOption<bool> ConvertZeroDateTime = new(false, "Convert Zero DateTime", "ConvertZeroDateTime");
    public static readonly ConnectionOption<MySqlDateTimeKind> DateTimeKind = new(
        MySqlDateTimeKind.Unspecified, "DateTime Kind", "DateTimeKind");
    public static readonly ConnectionOption<uint> DefaultCommandTimeout = new(
        30u, "Default Command Timeout", "DefaultCommandTimeout", "Command Timeout");
    public static readonly ConnectionOption<bool> ForceSynchronous = new(false, "Force Synchronous", "ForceSynchronous");
    public static readonly ConnectionOption<MySqlGuidFormat> GuidFormat = new(MySqlGuidFormat.Default, "GUID Format", "GuidFormat");
    public static readonly ConnectionOption<bool> IgnoreCommandTransaction = new(
        false, "Ignore Command Transaction", "IgnoreCommandTransaction");
    public static readonly ConnectionOption<bool> IgnorePrepare = new(false, "Ignore Prepare", "IgnorePrepare");
    public static readonly ConnectionOption<bool> InteractiveSession = new(
        false, "Interactive Session", "InteractiveSession", "Interactive");
    public static readonly ConnectionOption<uint> Keepalive = new(0u, "Keep Alive", "Keepalive");
    public static readonly ConnectionOption<bool> NoBackslashEscapes = new(false, "No Backslash Escapes", "NoBackslashEscapes");
    public static readonly ConnectionOption<bool> OldGuids = new(false, "Old Guids", "OldGuids");
    public static readonly ConnectionOption<bool> PersistSecurityInfo = new(false, "Persist Security Info", "PersistSecurityInfo");
    public static readonly ConnectionOption<bool> Pipelining = new(true, "Pipelining");
    public static readonly ConnectionOption<string> ServerRsaPublicKeyFile = new(
        "", "Server RSA Public Key File", "ServerRsaPublicKeyFile");
    public static readonly ConnectionOption<bool> TreatTinyAsBoolean = new(true, "Treat Tiny As Boolean", "TreatTinyAsBoolean");
    public static readonly ConnectionOption<bool> UseAffectedRows = new(false, "Use Affected Rows", "UseAffectedRows");
    public static readonly ConnectionOption<bool> UseCompression = new(false, "Use Compression", "Compress", "UseCompression");
    public static readonly ConnectionOption<bool> UseXaTransactions = new(true, "Use XA Transactions", "UseXaTransactions");

    private static readonly Dictionary<string, ConnectionOption> ByKeyword = Index(
        Server, Port, UserID, Password, Database, LoadBalance,
        ConnectionProtocol, SslMode, CertificateFile, CertificatePassword, SslCert, SslKey,
        SslCa, TlsVersion, Pooling, ConnectionLifeTime, ConnectionReset, ConnectionIdlePingTime,
        ConnectionIdleTimeout, MinimumPoolSize, MaximumPoolSize, AllowLoadLocalInfile, AllowPublicKeyRetrieval, AllowUserVariables,
        AllowZeroDateTime, ApplicationName, AutoEnlist, CancellationTimeout, CharacterSet, ConnectionTimeout,
        ConvertZeroDateTime, DateTimeKind, DefaultCommandTimeout, ForceSynchronous, GuidFormat, IgnoreCommandTransaction,
        IgnorePrepare, InteractiveSession, Keepalive, NoBackslashEscapes, OldGuids, PersistSecurityInfo,
        Pipelining, ServerRsaPublicKeyFile, TreatTinyAsBoolean, UseAffectedRows, UseCompression, UseXaTransactions);

    /// <summary>The option that the keyword means, in whichever spelling and case.</summary>
    /// <exception cref="ArgumentException">There is no such option.</exception>
    public static ConnectionOption Find(string keyword) =>
        TryFind(keyword) ?? throw new ArgumentException($"Option '{keyword}' not supported.", nameof(keyword));

    public static ConnectionOption? TryFind(string keyword) => ByKeyword.GetValueOrDefault(keyword);

    private static Dictionary<string, ConnectionOption> Index(params ConnectionOption[] options) => options
        .SelectMany(option => option.Keywords, (option, keyword) => (option, keyword))
        .ToDictionary(pair => pair.keyword, pair => pair.option, StringComparer.OrdinalIgnoreCase);
}
