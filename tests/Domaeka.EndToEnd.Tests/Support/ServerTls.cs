using System.Net.Security;
using Domaeka.TestKit.Certificates;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>Certificates of a server and of a client of one authority, as files.</summary>
internal sealed class ServerTls : IDisposable
{
    private readonly TempDirectory _directory = new();

    public ServerTls()
    {
        CaFile = Authority.WriteTo(_directory.Path);
        (CertificateFile, KeyFile) = Authority.IssueServer().WriteTo(_directory.Path, "server");
        Client = Authority.IssueClient();
        (ClientCertificateFile, ClientKeyFile) = Client.WriteTo(_directory.Path, "client");
    }

    public TestAuthority Authority { get; } = new();

    public TestCertificate Client { get; }

    public string Directory => _directory.Path;

    public string CaFile { get; }

    public string CertificateFile { get; }

    public string KeyFile { get; }

    public string ClientCertificateFile { get; }

    public string ClientKeyFile { get; }

    /// <summary>How a client shakes hands that has everything it needs.</summary>
    public SslClientAuthenticationOptions ClientOptions => Client.ToClientOptions(Authority);

    public string[] Settings(string section) => [$"--{section}:Tls:CertificateFile={CertificateFile}", $"--{section}:Tls:KeyFile={KeyFile}"];

    public string[] MutualSettings(string section) =>
        [.. Settings(section), $"--{section}:Tls:ClientCertificates=Required", $"--{section}:Tls:ClientCaFile={CaFile}"];

    public void Dispose() => _directory.Dispose();
}
