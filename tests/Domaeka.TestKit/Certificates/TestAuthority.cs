using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Domaeka.TestKit.Certificates;

/// <summary>A certificate authority, made for this run.</summary>
public sealed class TestAuthority
{
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2");

    private readonly X509Certificate2 _root;

    /// <summary>Makes one.</summary>
    public TestAuthority(string name = "Domaeka test authority")
    {
        Start = TimeProvider.System.GetUtcNow().AddDays(-30);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _root = request.CreateSelfSigned(Start, Start.AddDays(365));
    }

    /// <summary>When its certificates begin.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>Its root certificate.</summary>
    public string Pem => _root.ExportCertificatePem();

    /// <summary>A server's certificate for <c>127.0.0.1</c> and <c>localhost</c>.</summary>
    /// <param name="until">When it ends; null means in months.</param>
    /// <param name="name">Its subject.</param>
    public TestCertificate IssueServer(DateTimeOffset? until = null, string name = "localhost") => Issue(name, ServerUse, until);

    /// <summary>A client's certificate.</summary>
    /// <param name="name">Its subject.</param>
    /// <param name="until">When it ends; null means in months.</param>
    public TestCertificate IssueClient(string name = "shop", DateTimeOffset? until = null) => Issue(name, ClientUse, until);

    /// <summary>Writes the root certificate to <c>NAME.pem</c> and returns its path.</summary>
    public string WriteTo(string directory, string name = "ca")
    {
        var path = Path.Combine(directory, name + ".pem");
        File.WriteAllText(path, Pem);
        return path;
    }

    /// <summary>How a client shakes hands that trusts this authority alone.</summary>
    public SslClientAuthenticationOptions ToClientOptions() => new()
    {
        TargetHost = "localhost",
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { _root },
        },
    };

    private TestCertificate Issue(string name, Oid use, DateTimeOffset? until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([use], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var signed = request.Create(_root, Start, until ?? Start.AddDays(300), RandomNumberGenerator.GetBytes(8));
        return new TestCertificate(signed.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
