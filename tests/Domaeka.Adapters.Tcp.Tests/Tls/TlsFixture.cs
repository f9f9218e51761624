using Domaeka.Adapters.Tcp.Tls;
using Domaeka.TestKit.Certificates;

namespace Domaeka.Adapters.Tcp.Tests.Tls;

/// <summary>A directory with a server's certificate and the authority that made it.</summary>
public sealed class TlsFixture : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("domaeka-tls-");

    public TlsFixture()
    {
        CaFile = Authority.WriteTo(_directory.FullName);
        Renew(Authority.IssueServer());
    }

    public TestAuthority Authority { get; } = new();

    public string CaFile { get; }

    public string CertificateFile { get; private set; } = "";

    public string KeyFile { get; private set; } = "";

    /// <summary>Writes another certificate in the place of the first.</summary>
    public void Renew(TestCertificate certificate) => (CertificateFile, KeyFile) = certificate.WriteTo(_directory.FullName, "server");

    public void Apply(TlsOptions tls) => (tls.CertificateFile, tls.KeyFile) = (CertificateFile, KeyFile);

    public void ApplyMutual(TlsOptions tls)
    {
        Apply(tls);
        (tls.ClientCertificates, tls.ClientCaFile) = (TlsClientCertificates.Required, CaFile);
    }

    public string Path(string name) => System.IO.Path.Combine(_directory.FullName, name);

    public void Dispose() => _directory.Delete(recursive: true);
}
