using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MySqlConnector.Compat.Tests.Internals;

/// <summary>An authority, a server on 127.0.0.1 and a client, made for this run.</summary>
internal static class TestCertificates
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);
    private static readonly DateTimeOffset Until = From.AddDays(3);

    public static X509Certificate2 Authority { get; } = CreateAuthority();

    public static X509Certificate2 Server { get; } = Create("localhost", names => names.AddIpAddress(IPAddress.Loopback));

    public static X509Certificate2 OtherName { get; } = Create("elsewhere.example", names => names.AddDnsName("elsewhere.example"));

    public static X509Certificate2 Client { get; } = Create("client", names => names.AddDnsName("client"));

    /// <summary>Writes the text to a file of its own, which is gone after the action.</summary>
    public static async Task WithFilesAsync(string[] contents, Func<string[], Task> action)
    {
        var paths = contents.Select(_ => Path.GetTempFileName()).ToArray();
        try
        {
            for (var i = 0; i < paths.Length; i++)
                await File.WriteAllTextAsync(paths[i], contents[i]);
            await action(paths);
        }
        finally
        {
            foreach (var path in paths)
                File.Delete(path);
        }
    }

    private static X509Certificate2 CreateAuthority()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(From, Until);
    }

    private static X509Certificate2 Create(string name, Action<SubjectAlternativeNameBuilder> addNames)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        addNames(names);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(Authority, From, Until.AddHours(-1), RandomNumberGenerator.GetBytes(8));
        using var withKey = signed.CopyWithPrivateKey(key);
        // A key that was never stored cannot serve in a TLS handshake everywhere.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }
}
