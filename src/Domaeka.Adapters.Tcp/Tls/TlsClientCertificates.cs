namespace Domaeka.Adapters.Tcp.Tls;

/// <summary>Whether whoever connects has to show a certificate.</summary>
public enum TlsClientCertificates
{
    /// <summary>Nobody is asked for one.</summary>
    None,

    /// <summary>Who shows none that chains to <see cref="TlsOptions.ClientCaFile"/> is refused.</summary>
    Required,
}
