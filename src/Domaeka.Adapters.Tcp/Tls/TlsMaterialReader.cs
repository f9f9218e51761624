using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Domaeka.Adapters.Tcp.Tls;

/// <summary>Turns files into what TLS is made of.</summary>
internal static class TlsMaterialReader
{
    private const string PemMark = "-----BEGIN ";
    private const string EncryptedKeyMark = "-----BEGIN ENCRYPTED PRIVATE KEY-----";

    /// <summary>Reads the files that the options name; null with the problems when they cannot be used.</summary>
    public static (TlsMaterial? Material, IReadOnlyList<string> Problems) Read(string section, TlsOptions options)
    {
        var problems = new List<string>();
        return TlsFiles.Read(section, options, problems) is { } files ? Read(section, options, files) : (null, problems);
    }

    /// <summary>The same, of files that were read.</summary>
    public static (TlsMaterial? Material, IReadOnlyList<string> Problems) Read(string section, TlsOptions options, TlsFiles files)
    {
        var problems = new List<string>();
        var certificate = ReadCertificate(section, options, files, problems);
        var authorities = files.Authorities is null ? null : ReadAuthorities(section, options, files.Authorities, problems);
        return problems.Count == 0 && certificate is not null ? (new TlsMaterial(certificate, authorities), problems) : (null, problems);
    }

    private static SslStreamCertificateContext? ReadCertificate(string section, TlsOptions options, TlsFiles files, List<string> problems)
    {
        try
        {
            var text = Encoding.ASCII.GetString(files.Certificate);
            var (own, chain) = text.Contains(PemMark, StringComparison.Ordinal)
                ? ReadPem(text, files.Key is null ? text : Encoding.ASCII.GetString(files.Key), options.Password)
                : ReadPkcs12(files.Certificate, options.Password);

            // Offline: what the file does not hold is not looked for elsewhere, least of all during a handshake.
            if (own is not null)
                return SslStreamCertificateContext.Create(own, chain, offline: true);
            problems.Add($"{section}:CertificateFile is \"{options.CertificateFile}\", which holds no certificate with its key.");
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            var key = string.IsNullOrEmpty(options.KeyFile) ? "" : $" and {section}:KeyFile is \"{options.KeyFile}\"";
            problems.Add($"{section}:CertificateFile is \"{options.CertificateFile}\"{key}, which cannot be used: {exception.Message}");
        }

        return null;
    }

    private static (X509Certificate2? Own, X509Certificate2Collection Chain) ReadPem(string certificates, string key, string? password)
    {
        var own = key.Contains(EncryptedKeyMark, StringComparison.Ordinal)
            ? X509Certificate2.CreateFromEncryptedPem(certificates, key, password)
            : X509Certificate2.CreateFromPem(certificates, key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificates);

        // The system's TLS of Windows takes no key that was never stored.
        return OperatingSystem.IsWindows()
            ? (X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null), chain)
            : (own, chain);
    }

    private static (X509Certificate2? Own, X509Certificate2Collection Chain) ReadPkcs12(byte[] bytes, string? password)
    {
        var chain = X509CertificateLoader.LoadPkcs12Collection(bytes, password);
        return (chain.FirstOrDefault(certificate => certificate.HasPrivateKey), chain);
    }

    private static X509Certificate2Collection? ReadAuthorities(string section, TlsOptions options, byte[] bytes, List<string> problems)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(Encoding.ASCII.GetString(bytes));
        }
        catch (CryptographicException exception)
        {
            problems.Add($"{section}:ClientCaFile is \"{options.ClientCaFile}\", which cannot be used: {exception.Message}");
            return null;
        }

        // A chain ends at a certificate that is its own issuer, or not at all.
        if (authorities.Any(authority => authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData)))
            return authorities;
        problems.Add($"{section}:ClientCaFile is \"{options.ClientCaFile}\", which holds no root certificate in PEM.");
        return null;
    }
}
