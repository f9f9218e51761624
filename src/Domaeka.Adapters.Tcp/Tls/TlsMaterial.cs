using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Domaeka.Adapters.Tcp.Tls;

/// <summary>What a port's TLS is made of, as it was read from the files.</summary>
/// <param name="Certificate">The server's certificate with its chain.</param>
/// <param name="ClientAuthorities">What clients' certificates must chain to; null when none are asked for.</param>
internal sealed record TlsMaterial(SslStreamCertificateContext Certificate, X509Certificate2Collection? ClientAuthorities)
{
    /// <summary>Whose certificate it is.</summary>
    public string Subject => Certificate.TargetCertificate.Subject;

    /// <summary>When it ends.</summary>
    public DateTimeOffset End => Certificate.TargetCertificate.NotAfter;
}
