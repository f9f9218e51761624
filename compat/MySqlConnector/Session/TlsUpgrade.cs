using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MySqlConnector.Protocol;
using MySqlConnector.Settings;

namespace MySqlConnector.Session;

/// <summary>TLS after the SSL request (MySQL protocol, "SSL Handshake"), with the certificate checked as far as the mode asks.</summary>
internal static class TlsUpgrade
{
    public static async ValueTask<SslStream> AuthenticateAsync(Stream stream, TlsSettings settings, string hostName, IOBehavior io)
    {
        var authorities = LoadAuthorities(settings);
        var clientCertificate = LoadClientCertificate(settings);
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = hostName,
            EnabledSslProtocols = settings.Protocols,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            ClientCertificates = clientCertificate is null ? null : [clientCertificate],
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsAccepted(settings.Mode, authorities, certificate, chain, errors),
        };
        try
        {
            if (io == IOBehavior.Asynchronous)
                await tls.AuthenticateAsClientAsync(options);
            else
                tls.AuthenticateAsClient(options);
            return tls;
        }
        catch (AuthenticationException exception)
        {
            throw new MySqlException(MySqlErrorCode.UnableToConnectToHost, "SSL Authentication Error", exception);
        }
    }

    private static bool IsAccepted(
        MySqlSslMode mode, X509Certificate2Collection? authorities, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (mode is MySqlSslMode.Preferred or MySqlSslMode.Required)
            return true;
        if (certificate is null || (mode == MySqlSslMode.VerifyFull && errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)))
            return false;
        if (authorities is null)
            return !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors);

        // The file's authorities are trusted in place of the system's.
        using var ownChain = new X509Chain();
        ownChain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        ownChain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        ownChain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            ownChain.ChainPolicy.ExtraStore.Add(element.Certificate);
        using var leaf = new X509Certificate2(certificate);
        return ownChain.Build(leaf);
    }

    private static X509Certificate2Collection? LoadAuthorities(TlsSettings settings)
    {
        if (settings.CertificateAuthorityFile.Length == 0)
            return null;
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(settings.CertificateAuthorityFile);
            return authorities.Count > 0 ? authorities : throw new CryptographicException("The file holds no certificate.");
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new MySqlException($"Could not load the certificates of SslCa, '{settings.CertificateAuthorityFile}'.", exception);
        }
    }

    private static X509Certificate2? LoadClientCertificate(TlsSettings settings)
    {
        try
        {
            if (settings.Pkcs12File.Length > 0)
                return X509CertificateLoader.LoadPkcs12FromFile(settings.Pkcs12File, settings.Pkcs12Password);
            if (settings.CertificateFile.Length == 0 && settings.KeyFile.Length == 0)
                return null;
            if (settings.CertificateFile.Length == 0 || settings.KeyFile.Length == 0)
                throw new MySqlException("SslCert and SslKey must be given together.");
            return X509Certificate2.CreateFromPemFile(settings.CertificateFile, settings.KeyFile);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new MySqlException("Could not load the client's certificate and key.", exception);
        }
    }
}
