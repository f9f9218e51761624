using Domaeka.Adapters.Tcp.Tls;

namespace Domaeka.Adapters.Tcp.Tests.Tls;

public sealed class TlsOptionsValidatorTests(TlsFixture files) : IClassFixture<TlsFixture>
{
    [Fact]
    public void Validate_Defaults_AreClearTextAndFine() => Assert.Empty(Problems(_ => { }));

    [Fact]
    public void Validate_CertificateAndAuthority_AreFine() => Assert.Empty(Problems(files.ApplyMutual));

    [Fact]
    public void Validate_EverythingWithoutACertificate_IsNamed()
    {
        var problems = Problems(tls =>
        {
            tls.KeyFile = files.KeyFile;
            tls.Password = "geheim";
            tls.Port = 70_000;
            tls.ClientCertificates = TlsClientCertificates.Required;
            tls.HandshakeTimeout = TimeSpan.Zero;
            tls.ReloadInterval = TimeSpan.FromDays(2);
            tls.MaxHandshakes = 0;
            tls.MaxHandshakesPerAddress = 0;
        });

        string[] settings =
        [
            "HandshakeTimeout", "ReloadInterval", "MaxHandshakes", "MaxHandshakesPerAddress", "ClientCertificates", "KeyFile", "Password",
            "ClientCertificates", "Port", "Port",
        ];
        Assert.Equal(settings.Select(setting => $"Tcp:Tls:{setting} is"), problems.Select(problem => string.Join(' ', problem.Split(' ')[..2])));
        Assert.DoesNotContain(problems, problem => problem.Contains("geheim", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_FilesThatCannotBeUsed_AreNamedTogether()
    {
        var problems = Problems(tls =>
        {
            tls.CertificateFile = files.Path("none.pem");
            tls.KeyFile = files.Path("none.key");
            tls.ClientCertificates = TlsClientCertificates.Required;
            tls.ClientCaFile = Path.GetTempPath();
        });

        Assert.Equal(3, problems.Count);
        Assert.All(problems, problem => Assert.Contains("cannot be read", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_KeyOfAnotherCertificateAndNoAuthority_AreNamedTogether()
    {
        File.WriteAllText(files.Path("other.key"), files.Authority.IssueServer().KeyPem);
        File.WriteAllText(files.Path("leaf.pem"), files.Authority.IssueClient().CertificatePem);

        var problems = Problems(tls =>
        {
            files.ApplyMutual(tls);
            tls.KeyFile = files.Path("other.key");
            tls.ClientCaFile = files.Path("leaf.pem");
        });

        Assert.Equal(2, problems.Count);
        Assert.Contains("Tcp:Tls:KeyFile", problems[0], StringComparison.Ordinal);
        Assert.Contains("no root certificate", problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_AuthorityThatNobodyIsHeldTo_IsRefused() => Assert.Contains(
        "everybody would be let in",
        Assert.Single(Problems(tls =>
        {
            files.ApplyMutual(tls);
            tls.ClientCertificates = TlsClientCertificates.None;
        })),
        StringComparison.Ordinal);

    private static List<string> Problems(Action<TcpTlsOptions> set)
    {
        var options = new TcpTlsOptions();
        set(options);
        return [.. new TcpTlsOptionsValidator().Validate(null, options).Failures ?? []];
    }
}
