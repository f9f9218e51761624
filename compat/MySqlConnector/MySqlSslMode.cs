namespace MySqlConnector;

/// <summary>Whether the connection is encrypted, and what of the server's certificate is checked.</summary>
public enum MySqlSslMode
{
    /// <summary>No TLS.</summary>
    None,

    /// <summary>No TLS; another name of <see cref="None"/>.</summary>
    Disabled = None,

    /// <summary>TLS when the server offers it; its certificate is not checked.</summary>
    Preferred,

    /// <summary>TLS, or no connection; the certificate is not checked.</summary>
    Required,

    /// <summary>TLS, and the certificate must come from an authority that is trusted; its name is not checked.</summary>
    VerifyCA,

    /// <summary>TLS, and the certificate must come from a trusted authority and be made out to the host.</summary>
    VerifyFull,
}
