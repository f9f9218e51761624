using Domaeka.Api.Tests.Support;
using Domaeka.TestKit.Certificates;

namespace Domaeka.Api.Tests.Hosting;

/// <summary>A directory with a server's certificate, the authority that made it, and the settings that name them.</summary>
public sealed class TlsFiles : IDisposable
{
    private readonly TempDirectory _directory = new();

    public TlsFiles()
    {
        CaFile = Authority.WriteTo(_directory.Path);
        (CertificateFile, KeyFile) = Authority.IssueServer().WriteTo(_directory.Path, "server");
    }

    public TestAuthority Authority { get; } = new();

    public string CaFile { get; }

    public string CertificateFile { get; }

    public string KeyFile { get; }

    public string Directory => _directory.Path;

    public string[] Settings(string section) => [$"--{section}:Tls:CertificateFile={CertificateFile}", $"--{section}:Tls:KeyFile={KeyFile}"];

    public string[] MutualSettings(string section) =>
        [.. Settings(section), $"--{section}:Tls:ClientCertificates=Required", $"--{section}:Tls:ClientCaFile={CaFile}"];

    public void Dispose() => _directory.Dispose();
}
