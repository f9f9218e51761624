using System.Security.Cryptography.X509Certificates;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Adapters.Tcp.Tls;
using Microsoft.Extensions.Logging;

namespace Domaeka.Adapters.Tcp.Tests.Tls;

public sealed class TlsCertificatesTests : IDisposable
{
    private readonly TlsFixture _files = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly TestLog _log = new();
    private readonly TcpTlsOptions _options = new();

    public TlsCertificatesTests()
    {
        _clock.Advance(TimeProvider.System.GetUtcNow() - _clock.GetUtcNow());
        _files.Apply(_options);
    }

    public void Dispose()
    {
        _files.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void Current_FilesRenewed_TakesThemUpBehindTheInterval()
    {
        var certificates = Open();
        var first = certificates.Current;
        _files.Renew(_files.Authority.IssueServer(name: "renewed"));

        Assert.Same(first, certificates.Current);
        _clock.Advance(_options.ReloadInterval);
        Assert.Equal("CN=renewed", certificates.Current.Subject);
        Assert.Equal(2, _log.Count(2130));
        Assert.Equal(0, _log.Count(2131));
    }

    [Fact]
    public void Current_NothingChanged_IsTheSameAndSaysNothing()
    {
        var certificates = Open();
        var first = certificates.Current;
        File.SetLastWriteTimeUtc(_files.CertificateFile, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(_options.ReloadInterval);
            Assert.Same(first, certificates.Current);
        }

        Assert.Single(_log.Entries);
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("")]
    [InlineData(null)]
    public void Current_BrokenNewFile_KeepsTheOldAndTellsOnce(string? content)
    {
        var certificates = Open();
        var first = certificates.Current;
        var good = File.ReadAllText(_files.CertificateFile);
        if (content is null)
            File.Delete(_files.CertificateFile);
        else
            File.WriteAllText(_files.CertificateFile, content);

        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(_options.ReloadInterval);
            Assert.Same(first, certificates.Current);
        }

        Assert.Equal(1, _log.Count(2131));
        Assert.Contains(_log.Entries, entry => entry.Event.Id == 2131 && entry.Level == LogLevel.Error
            && entry.Text.Contains("Tcp:Tls:CertificateFile", StringComparison.Ordinal) && !entry.Text.Contains("   at ", StringComparison.Ordinal));

        File.WriteAllText(_files.CertificateFile, good);
        _clock.Advance(_options.ReloadInterval);
        Assert.Same(first, certificates.Current);
        Assert.Equal(1, _log.Count(2131));
    }

    [Fact]
    public void Current_KeyWrittenBehindTheCertificate_TakesBothUp()
    {
        var certificates = Open();
        var renewed = _files.Authority.IssueServer(name: "renewed");
        File.WriteAllText(_files.CertificateFile, renewed.CertificatePem);
        _clock.Advance(_options.ReloadInterval);
        Assert.Equal("CN=localhost", certificates.Current.Subject);
        File.WriteAllText(_files.KeyFile, renewed.KeyPem);
        _clock.Advance(_options.ReloadInterval);

        Assert.Equal("CN=renewed", certificates.Current.Subject);
    }

    [Fact]
    public void Current_CertificateEndsSoon_IsWarnedOfOnceADay()
    {
        _files.Renew(_files.Authority.IssueServer(_clock.GetUtcNow().AddDays(6)));
        var certificates = Open();

        for (var hour = 0; hour < 48; hour++)
        {
            _ = certificates.Current;
            _clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(2, _log.Count(2132));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_Pkcs12_HasItsKey(bool isRight)
    {
        var path = _files.Path("server.pfx");
        File.WriteAllBytes(path, _files.Authority.IssueServer(name: "pfx").Certificate.Export(X509ContentType.Pkcs12, "geheim"));
        var options = new TcpTlsOptions { CertificateFile = path, Password = isRight ? "geheim" : "falsch" };

        var (material, problems) = TlsMaterialReader.Read("Tcp:Tls", options);

        Assert.Equal(isRight ? "CN=pfx" : null, material?.Subject);
        Assert.Equal(isRight ? 0 : 1, problems.Count);
        Assert.DoesNotContain(problems, problem => problem.Contains("falsch", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_KeyInTheCertificateFileAndEncryptedKey_AreUsed()
    {
        var certificate = _files.Authority.IssueServer();
        File.WriteAllText(_files.Path("both.pem"), certificate.CertificatePem + "\n" + certificate.KeyPem);
        using var key = certificate.Certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(_files.Path("plain.pem"), certificate.CertificatePem);
        File.WriteAllText(
            _files.Path("secret.key"),
            key.ExportEncryptedPkcs8PrivateKeyPem(
                "geheim", new(System.Security.Cryptography.PbeEncryptionAlgorithm.Aes256Cbc, System.Security.Cryptography.HashAlgorithmName.SHA256, 1000)));

        Assert.Empty(TlsMaterialReader.Read("x", new TcpTlsOptions { CertificateFile = _files.Path("both.pem") }).Problems);
        Assert.Empty(TlsMaterialReader.Read(
            "x", new TcpTlsOptions { CertificateFile = _files.Path("plain.pem"), KeyFile = _files.Path("secret.key"), Password = "geheim" }).Problems);
        Assert.Single(TlsMaterialReader.Read(
            "x", new TcpTlsOptions { CertificateFile = _files.Path("plain.pem"), KeyFile = _files.Path("secret.key") }).Problems);
    }

    private TlsCertificates Open() => new("Tcp:Tls", _options, _clock, _log.CreateLogger("tls"));
}
