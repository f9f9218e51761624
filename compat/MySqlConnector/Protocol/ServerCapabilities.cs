namespace MySqlConnector.Protocol;

/// <summary>
/// Capability flags of both sides. The lower 32 bits are those of the MySQL client/server protocol ("Capabilities Flags"), the upper
/// 32 those of MariaDB ("Connecting: capabilities", sent in the last four reserved bytes of the handshake).
/// </summary>
[Flags]
internal enum ServerCapabilities : ulong
{
    None = 0,
    LongPassword = 1,
    FoundRows = 1 << 1,
    LongFlag = 1 << 2,
    ConnectWithDatabase = 1 << 3,
    NoSchema = 1 << 4,
    Compress = 1 << 5,
    Odbc = 1 << 6,
    LocalFiles = 1 << 7,
    IgnoreSpace = 1 << 8,
    Protocol41 = 1 << 9,
    Interactive = 1 << 10,
    Ssl = 1 << 11,
    IgnoreSigPipe = 1 << 12,
    Transactions = 1 << 13,
    SecureConnection = 1 << 15,
    MultiStatements = 1 << 16,
    MultiResults = 1 << 17,
    PreparedStatementMultiResults = 1 << 18,
    PluginAuth = 1 << 19,
    ConnectionAttributes = 1 << 20,
    PluginAuthLengthEncodedData = 1 << 21,
    CanHandleExpiredPasswords = 1 << 22,
    SessionTrack = 1 << 23,
    DeprecateEof = 1 << 24,
}
