using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Domaeka.TestKit.Certificates;

/// <summary>A certificate that a <see cref="TestAuthority"/> has made.</summary>
/// <param name="CertificatePem">The certificate.</param>
/// <param name="KeyPem">Its key, PKCS #8.</param>
public sealed record TestCertificate(string CertificatePem, string KeyPem)
{
    /// <summary>The certificate with its key, fit for a handshake.</summary>
    public X509Certificate2 Certificate
    {
        get
        {
            using var read = X509Certificate2.CreateFromPem(CertificatePem, KeyPem);
            return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
        }
    }

    /// <summary>Writes <c>NAME.pem</c> and <c>NAME.key</c> and returns their paths.</summary>
    public (string Certificate, string Key) WriteTo(string directory, string name)
    {
        var paths = (Path.Combine(directory, name + ".pem"), Path.Combine(directory, name + ".key"));
        File.WriteAllText(paths.Item1, CertificatePem);
        File.WriteAllText(paths.Item2, KeyPem);
        return paths;
    }

    /// <summary>How a client shakes hands that trusts one authority and shows this certificate.</summary>
    public SslClientAuthenticationOptions ToClientOptions(TestAuthority trusted)
    {
        var options = trusted.ToClientOptions();
        options.ClientCertificateContext = SslStreamCertificateContext.Create(Certificate, null, offline: true);
        return options;
    }
}
