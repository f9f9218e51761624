using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Domaeka.Samples.Client;

/// <summary>Who is trusted and which certificate is shown, out of files in PEM.</summary>
public static class SessionTls
{
    /// <summary>What carries the calls; null leaves it to the channel, which trusts the authorities of the system and shows nothing.</summary>
    /// <param name="authority">The authority that the server's certificate must chain to; null means those of the system.</param>
    /// <param name="certificate">The client's certificate; null shows none.</param>
    /// <param name="key">The certificate's key; null means that it stands in the file of the certificate.</param>
    /// <exception cref="UsageException">A file cannot be used.</exception>
    public static HttpMessageHandler? CreateHandler(string? authority, string? certificate, string? key)
    {
        if (authority is null && certificate is null)
            return null;

        try
        {
            var ssl = new SslClientAuthenticationOptions();
            if (authority is not null)
            {
                ssl.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                ssl.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(authority);
            }

            if (certificate is not null)
                ssl.ClientCertificateContext = ReadOwn(certificate, key);
            return new SocketsHttpHandler { EnableMultipleHttp2Connections = true, SslOptions = ssl };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new UsageException($"The certificates cannot be used: {exception.Message}");
        }
    }

    private static SslStreamCertificateContext ReadOwn(string certificate, string? key)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificate);
        using var read = X509Certificate2.CreateFromPemFile(certificate, key);

        // Not every system's TLS takes a key that was never stored.
        var own = X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
        return SslStreamCertificateContext.Create(own, chain, offline: true);
    }
}
