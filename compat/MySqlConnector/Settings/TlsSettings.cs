using System.Security.Authentication;

namespace MySqlConnector.Settings;

/// <summary>What a connection string says of TLS.</summary>
internal sealed class TlsSettings(MySqlConnectionStringBuilder builder)
{
    public MySqlSslMode Mode { get; } = builder.SslMode;

    public string CertificateAuthorityFile { get; } = builder.SslCa;

    public string CertificateFile { get; } = builder.SslCert;

    public string KeyFile { get; } = builder.SslKey;

    public string Pkcs12File { get; } = builder.CertificateFile;

    public string Pkcs12Password { get; } = builder.CertificatePassword;

    /// <summary><see cref="SslProtocols.None"/>: the system decides.</summary>
    public SslProtocols Protocols { get; } = ParseVersions(builder.TlsVersion);

    private static SslProtocols ParseVersions(string versions)
    {
        var protocols = SslProtocols.None;
        foreach (var version in versions.Trim('[', ']', '(', ')').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // "TLS 1.2", "Tlsv1.2", "Tls12" are the same.
            var digits = string.Concat(version.Where(char.IsAsciiDigit));
            protocols |= digits switch
            {
                "12" => SslProtocols.Tls12,
                "13" => SslProtocols.Tls13,
                _ => throw new ArgumentException($"Unrecognized TlsVersion protocol version '{version}'; permitted versions are: TLS 1.2, TLS 1.3."),
            };
        }

        return protocols;
    }
}
