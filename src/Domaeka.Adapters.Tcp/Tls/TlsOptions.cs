namespace Domaeka.Adapters.Tcp.Tls;

/// <summary>
/// TLS (1.2 and 1.3) of one port. Off until a certificate is named. Files that change are taken up without a restart: a handshake looks for them,
/// and while the new ones cannot be used, the old certificate goes on.
/// </summary>
public abstract class TlsOptions
{
    /// <summary>
    /// The server's certificate: PEM, the certificates between it and its authority behind it, as certbot's <c>fullchain.pem</c>; or PKCS #12
    /// (<c>.pfx</c>) with its key. Null or empty (the default) means that the port speaks clear text.
    /// </summary>
    public string? CertificateFile { get; set; }

    /// <summary>The certificate's key in PEM. Null or empty (the default) means that it stands in <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; set; }

    /// <summary>What the key, or the PKCS #12 file, is encrypted with. Null (the default) means nothing.</summary>
    public string? Password { get; set; }

    /// <summary>Whether whoever connects has to show a certificate of its own (default: None).</summary>
    public TlsClientCertificates ClientCertificates { get; set; }

    /// <summary>
    /// PEM: the authorities that clients' certificates must chain to, up to a root; needed with <see cref="TlsClientCertificates.Required"/> and
    /// only then. The authorities of the system do not count. Revocation lists are not asked: a client is shut out by the end of its certificate,
    /// or by a new authority. (default: null)
    /// </summary>
    public string? ClientCaFile { get; set; }

    /// <summary>How long a handshake may take before the connection is cut, 1 ms to 5 min (default: 10 s).</summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often, at most, a handshake looks whether the files have changed, 0 to 1 day (default: 10 s).</summary>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Most handshakes under way at a time, at least 1; further connections are cut at once (default: 2,000).</summary>
    public int MaxHandshakes { get; set; } = 2_000;

    /// <summary>
    /// Most handshakes under way at a time from one address, at least 1; further connections of it are cut at once. Loopback does not count.
    /// (default: 100)
    /// </summary>
    public int MaxHandshakesPerAddress { get; set; } = 100;

    /// <summary>True when a certificate is named.</summary>
    public bool IsEnabled => !string.IsNullOrEmpty(CertificateFile);
}
