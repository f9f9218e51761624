using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using MySqlConnector.Settings;

namespace MySqlConnector;

/// <summary>
/// Reads and writes connection strings. Each option has several spellings, upper or lower case; one that does not exist is an
/// <see cref="ArgumentException"/>. The options are those of the MySqlConnector documentation, "Connection Options".
/// </summary>
public sealed class MySqlConnectionStringBuilder : DbConnectionStringBuilder
{
    /// <summary>All options at their defaults.</summary>
    public MySqlConnectionStringBuilder()
    {
    }

    /// <summary>The options of a connection string.</summary>
    /// <param name="connectionString">The connection string.</param>
    /// <exception cref="ArgumentException">It names an option that does not exist, or a value that the option cannot have.</exception>
    public MySqlConnectionStringBuilder(string connectionString) => ConnectionString = connectionString;

    /// <summary>Names of all options that are set, in their first spelling.</summary>
    public override ICollection Keys => base.Keys.Cast<string>().Select(key => ConnectionOptions.Find(key).Keyword).ToList();

    /// <summary>Value of an option; its default when it is not set. Setting null takes it back to the default.</summary>
    /// <param name="keyword">Name of the option, in any spelling.</param>
    /// <exception cref="ArgumentException">There is no such option, or it cannot have the value.</exception>
    [AllowNull]
    public override object this[string keyword]
    {
        get => ConnectionOptions.Find(keyword).GetObject(this);
        set
        {
            var option = ConnectionOptions.Find(keyword);
            if (value is null)
                base.Remove(option.Keyword);
            else
                option.SetObject(this, value);
        }
    }

    /// <summary>
    /// Host names or addresses, separated by commas, tried one after the other; or the path of a Unix socket. Default: empty, which
    /// means localhost.
    /// </summary>
    [AllowNull]
    public string Server
    {
        get => ConnectionOptions.Server.Get(this);
        set => ConnectionOptions.Server.Set(this, value);
    }

    /// <summary>TCP port. Default: 3306.</summary>
    public uint Port
    {
        get => ConnectionOptions.Port.Get(this);
        set => ConnectionOptions.Port.Set(this, value);
    }

    /// <summary>Account to log in as. Default: empty.</summary>
    [AllowNull]
    public string UserID
    {
        get => ConnectionOptions.UserID.Get(this);
        set => ConnectionOptions.UserID.Set(this, value);
    }

    /// <summary>Password of the account. Default: empty.</summary>
    [AllowNull]
    public string Password
    {
        get => ConnectionOptions.Password.Get(this);
        set => ConnectionOptions.Password.Set(this, value);
    }

    /// <summary>Database that is the current one after opening. Default: empty, none.</summary>
    [AllowNull]
    public string Database
    {
        get => ConnectionOptions.Database.Get(this);
        set => ConnectionOptions.Database.Set(this, value);
    }

    /// <summary>Which of several hosts a new connection tries first. Default: <see cref="MySqlLoadBalance.RoundRobin"/>.</summary>
    public MySqlLoadBalance LoadBalance
    {
        get => ConnectionOptions.LoadBalance.Get(this);
        set => ConnectionOptions.LoadBalance.Set(this, value);
    }

    /// <summary>
    /// How the server is reached. Default: <see cref="MySqlConnectionProtocol.Socket"/>, TCP, unless the server is a path.
    /// </summary>
    public MySqlConnectionProtocol ConnectionProtocol
    {
        get => ConnectionOptions.ConnectionProtocol.Get(this);
        set => ConnectionOptions.ConnectionProtocol.Set(this, value);
    }

    /// <summary>Whether TLS is used and what is checked. Default: <see cref="MySqlSslMode.Preferred"/>.</summary>
    public MySqlSslMode SslMode
    {
        get => ConnectionOptions.SslMode.Get(this);
        set => ConnectionOptions.SslMode.Set(this, value);
    }

    /// <summary>Path of a PKCS #12 file with the client's certificate and key. Default: empty, none.</summary>
    [AllowNull]
    public string CertificateFile
    {
        get => ConnectionOptions.CertificateFile.Get(this);
        set => ConnectionOptions.CertificateFile.Set(this, value);
    }

    /// <summary>Password of <see cref="CertificateFile"/>. Default: empty.</summary>
    [AllowNull]
    public string CertificatePassword
    {
        get => ConnectionOptions.CertificatePassword.Get(this);
        set => ConnectionOptions.CertificatePassword.Set(this, value);
    }

    /// <summary>Path of the client's certificate, PEM; asks for <see cref="SslKey"/>. Default: empty, none.</summary>
    [AllowNull]
    public string SslCert
    {
        get => ConnectionOptions.SslCert.Get(this);
        set => ConnectionOptions.SslCert.Set(this, value);
    }

    /// <summary>Path of the key of <see cref="SslCert"/>, PEM. Default: empty, none.</summary>
    [AllowNull]
    public string SslKey
    {
        get => ConnectionOptions.SslKey.Get(this);
        set => ConnectionOptions.SslKey.Set(this, value);
    }

    /// <summary>
    /// Path of a PEM file with the certificates of the authorities to trust. Default: empty, those that the system trusts.
    /// </summary>
    [AllowNull]
    public string SslCa
    {
        get => ConnectionOptions.SslCa.Get(this);
        set => ConnectionOptions.SslCa.Set(this, value);
    }

    /// <summary>Versions of TLS that may be used, such as "TLS 1.2, TLS 1.3". Default: empty, the system decides.</summary>
    [AllowNull]
    public string TlsVersion
    {
        get => ConnectionOptions.TlsVersion.Get(this);
        set => ConnectionOptions.TlsVersion.Set(this, value);
    }

    /// <summary>Whether closed connections are kept for the next one. Default: true.</summary>
    public bool Pooling
    {
        get => ConnectionOptions.Pooling.Get(this);
        set => ConnectionOptions.Pooling.Set(this, value);
    }

    /// <summary>Age in seconds at which a connection is closed instead of going back to the pool. Default: 0, never.</summary>
    public uint ConnectionLifeTime
    {
        get => ConnectionOptions.ConnectionLifeTime.Get(this);
        set => ConnectionOptions.ConnectionLifeTime.Set(this, value);
    }

    /// <summary>Whether the session is reset when it is taken from the pool. Default: true.</summary>
    public bool ConnectionReset
    {
        get => ConnectionOptions.ConnectionReset.Get(this);
        set => ConnectionOptions.ConnectionReset.Set(this, value);
    }

    /// <summary>Accepted and without effect. Default: 0.</summary>
    public uint ConnectionIdlePingTime
    {
        get => ConnectionOptions.ConnectionIdlePingTime.Get(this);
        set => ConnectionOptions.ConnectionIdlePingTime.Set(this, value);
    }

    /// <summary>Seconds that a connection may wait unused in the pool before it is closed. Default: 180; 0 means for ever.</summary>
    public uint ConnectionIdleTimeout
    {
        get => ConnectionOptions.ConnectionIdleTimeout.Get(this);
        set => ConnectionOptions.ConnectionIdleTimeout.Set(this, value);
    }

    /// <summary>Connections that stay open in the pool however long they are unused. Default: 0.</summary>
    public uint MinimumPoolSize
    {
        get => ConnectionOptions.MinimumPoolSize.Get(this);
        set => ConnectionOptions.MinimumPoolSize.Set(this, value);
    }

    /// <summary>Most connections that the pool has open at once. Default: 100.</summary>
    public uint MaximumPoolSize
    {
        get => ConnectionOptions.MaximumPoolSize.Get(this);
        set => ConnectionOptions.MaximumPoolSize.Set(this, value);
    }

    /// <summary>Accepted and without effect here: no server is given a file of this machine. Default: false.</summary>
    public bool AllowLoadLocalInfile
    {
        get => ConnectionOptions.AllowLoadLocalInfile.Get(this);
        set => ConnectionOptions.AllowLoadLocalInfile.Set(this, value);
    }

    /// <summary>
    /// Whether the server may be asked for its RSA key when the password would travel without TLS. Default: false, since somebody in
    /// between could send a key of his own.
    /// </summary>
    public bool AllowPublicKeyRetrieval
    {
        get => ConnectionOptions.AllowPublicKeyRetrieval.Get(this);
        set => ConnectionOptions.AllowPublicKeyRetrieval.Set(this, value);
    }

    /// <summary>
    /// Whether @name without a parameter of that name is left to the server as a user variable. Default: false, it is an error.
    /// </summary>
    public bool AllowUserVariables
    {
        get => ConnectionOptions.AllowUserVariables.Get(this);
        set => ConnectionOptions.AllowUserVariables.Set(this, value);
    }

    /// <summary>Whether dates are told as <see cref="MySqlDateTime"/>, which can hold 0000-00-00. Default: false.</summary>
    public bool AllowZeroDateTime
    {
        get => ConnectionOptions.AllowZeroDateTime.Get(this);
        set => ConnectionOptions.AllowZeroDateTime.Set(this, value);
    }

    /// <summary>
    /// The program_name that the server shows for the connection. Default: empty, the name of the process's entry assembly.
    /// </summary>
    [AllowNull]
    public string ApplicationName
    {
        get => ConnectionOptions.ApplicationName.Get(this);
        set => ConnectionOptions.ApplicationName.Set(this, value);
    }

    /// <summary>Accepted and without effect here: ambient transactions are not joined. Default: true.</summary>
    public bool AutoEnlist
    {
        get => ConnectionOptions.AutoEnlist.Get(this);
        set => ConnectionOptions.AutoEnlist.Set(this, value);
    }

    /// <summary>
    /// Seconds that a command which was told to stop may take to do so before the connection is cut. Default: 2; 0 means no limit, -1
    /// cuts it at once.
    /// </summary>
    public int CancellationTimeout
    {
        get => ConnectionOptions.CancellationTimeout.Get(this);
        set => ConnectionOptions.CancellationTimeout.Set(this, value);
    }

    /// <summary>Accepted and without effect: the connection is always utf8mb4. Default: empty.</summary>
    [AllowNull]
    public string CharacterSet
    {
        get => ConnectionOptions.CharacterSet.Get(this);
        set => ConnectionOptions.CharacterSet.Set(this, value);
    }

    /// <summary>Seconds that opening may take, the wait for a place in the pool included. Default: 15; 0 means for ever.</summary>
    public uint ConnectionTimeout
    {
        get => ConnectionOptions.ConnectionTimeout.Get(this);
        set => ConnectionOptions.ConnectionTimeout.Set(this, value);
    }

    /// <summary>
    /// Whether dates that .NET cannot tell are read as <see cref="System.DateTime.MinValue"/>. Default: false, they are an error.
    /// </summary>
    public bool ConvertZeroDateTime
    {
        get => ConnectionOptions.ConvertZeroDateTime.Get(this);
        set => ConnectionOptions.ConvertZeroDateTime.Set(this, value);
    }

    /// <summary>
    /// Kind of the <see cref="System.DateTime"/> values that are read, and that parameters may have. Default: <see
    /// cref="MySqlDateTimeKind.Unspecified"/>.
    /// </summary>
    public MySqlDateTimeKind DateTimeKind
    {
        get => ConnectionOptions.DateTimeKind.Get(this);
        set => ConnectionOptions.DateTimeKind.Set(this, value);
    }

    /// <summary>Seconds that a command may take when it says nothing else. Default: 30; 0 means for ever.</summary>
    public uint DefaultCommandTimeout
    {
        get => ConnectionOptions.DefaultCommandTimeout.Get(this);
        set => ConnectionOptions.DefaultCommandTimeout.Set(this, value);
    }

    /// <summary>Accepted and without effect here. Default: false.</summary>
    public bool ForceSynchronous
    {
        get => ConnectionOptions.ForceSynchronous.Get(this);
        set => ConnectionOptions.ForceSynchronous.Set(this, value);
    }

    /// <summary>Which columns hold a <see cref="Guid"/>, and how. Default: <see cref="MySqlGuidFormat.Default"/>, CHAR(36).</summary>
    public MySqlGuidFormat GuidFormat
    {
        get => ConnectionOptions.GuidFormat.Get(this);
        set => ConnectionOptions.GuidFormat.Set(this, value);
    }

    /// <summary>Whether a command may run without naming the transaction under way. Default: false, it is an error.</summary>
    public bool IgnoreCommandTransaction
    {
        get => ConnectionOptions.IgnoreCommandTransaction.Get(this);
        set => ConnectionOptions.IgnoreCommandTransaction.Set(this, value);
    }

    /// <summary>Whether preparing a command does nothing. Default: false.</summary>
    public bool IgnorePrepare
    {
        get => ConnectionOptions.IgnorePrepare.Get(this);
        set => ConnectionOptions.IgnorePrepare.Set(this, value);
    }

    /// <summary>Whether the server applies interactive_timeout instead of wait_timeout. Default: false.</summary>
    public bool InteractiveSession
    {
        get => ConnectionOptions.InteractiveSession.Get(this);
        set => ConnectionOptions.InteractiveSession.Set(this, value);
    }

    /// <summary>Seconds of silence before TCP asks whether the other side is there. Default: 0, what the system does.</summary>
    public uint Keepalive
    {
        get => ConnectionOptions.Keepalive.Get(this);
        set => ConnectionOptions.Keepalive.Set(this, value);
    }

    /// <summary>Whether a backslash in text is no escape; followed anyway when the server says so. Default: false.</summary>
    public bool NoBackslashEscapes
    {
        get => ConnectionOptions.NoBackslashEscapes.Get(this);
        set => ConnectionOptions.NoBackslashEscapes.Set(this, value);
    }

    /// <summary>Old name of <see cref="MySqlGuidFormat.LittleEndianBinary16"/>. Default: false.</summary>
    public bool OldGuids
    {
        get => ConnectionOptions.OldGuids.Get(this);
        set => ConnectionOptions.OldGuids.Set(this, value);
    }

    /// <summary>Whether an opened connection still tells its password in its connection string. Default: false.</summary>
    public bool PersistSecurityInfo
    {
        get => ConnectionOptions.PersistSecurityInfo.Get(this);
        set => ConnectionOptions.PersistSecurityInfo.Set(this, value);
    }

    /// <summary>Whether the reset of a session is sent together with what follows it. Default: true.</summary>
    public bool Pipelining
    {
        get => ConnectionOptions.Pipelining.Get(this);
        set => ConnectionOptions.Pipelining.Set(this, value);
    }

    /// <summary>Path of the server's RSA key, PEM, for passwords that travel without TLS. Default: empty, none.</summary>
    [AllowNull]
    public string ServerRsaPublicKeyFile
    {
        get => ConnectionOptions.ServerRsaPublicKeyFile.Get(this);
        set => ConnectionOptions.ServerRsaPublicKeyFile.Set(this, value);
    }

    /// <summary>Whether TINYINT(1) is a bool. Default: true.</summary>
    public bool TreatTinyAsBoolean
    {
        get => ConnectionOptions.TreatTinyAsBoolean.Get(this);
        set => ConnectionOptions.TreatTinyAsBoolean.Set(this, value);
    }

    /// <summary>Whether an update counts the rows it changed instead of those it found. Default: false.</summary>
    public bool UseAffectedRows
    {
        get => ConnectionOptions.UseAffectedRows.Get(this);
        set => ConnectionOptions.UseAffectedRows.Set(this, value);
    }

    /// <summary>Accepted and without effect here: packets are not compressed. Default: false.</summary>
    public bool UseCompression
    {
        get => ConnectionOptions.UseCompression.Get(this);
        set => ConnectionOptions.UseCompression.Set(this, value);
    }

    /// <summary>Accepted and without effect here: ambient transactions are not joined. Default: true.</summary>
    public bool UseXaTransactions
    {
        get => ConnectionOptions.UseXaTransactions.Get(this);
        set => ConnectionOptions.UseXaTransactions.Set(this, value);
    }

    /// <summary>Whether the option is set, under whichever of its spellings.</summary>
    /// <param name="keyword">Name of the option, in any spelling.</param>
    /// <returns>false also when there is no such option.</returns>
    public override bool ContainsKey(string keyword) =>
        ConnectionOptions.TryFind(keyword) is { } option && base.ContainsKey(option.Keyword);

    /// <summary>Takes the option back to its default.</summary>
    /// <param name="keyword">Name of the option, in any spelling.</param>
    /// <returns>Whether it was set; false also when there is no such option.</returns>
    public override bool Remove(string keyword) =>
        ConnectionOptions.TryFind(keyword) is { } option && base.Remove(option.Keyword);

    // What the options themselves read and write, past the translation of names.
    internal bool TryGetStored(string keyword, [NotNullWhen(true)] out object? value) => TryGetValue(keyword, out value);

    internal void Store(string keyword, object value) => base[keyword] = value;
}
