using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Domaeka.Samples.Phone;

/// <summary>How the phone shakes hands with TLS.</summary>
internal static class PhoneTls
{
    /// <summary>What is wrong with the file of an authority; null when nothing is.</summary>
    public static string? FindProblem(string? authority)
    {
        try
        {
            return authority is null || Read(authority).Count > 0 ? null : $"--tls-ca {authority} holds no certificate in PEM.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"--tls-ca {authority} cannot be used: {exception.Message}";
        }
    }

    /// <summary>Trusts the authority in the file, or those of the system when it is null.</summary>
    public static SslClientAuthenticationOptions Create(string host, string? authority)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (authority is null)
            return options;
        options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(Read(authority));
        return options;
    }

    private static X509Certificate2Collection Read(string path)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(path);
        return authorities;
    }
}
