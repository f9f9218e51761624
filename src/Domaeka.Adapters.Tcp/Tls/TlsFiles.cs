using System.Security.Cryptography;

namespace Domaeka.Adapters.Tcp.Tls;

/// <summary>The bytes of the files that TLS options name.</summary>
/// <param name="Certificate">Of <see cref="TlsOptions.CertificateFile"/>.</param>
/// <param name="Key">Of <see cref="TlsOptions.KeyFile"/>; null when there is none.</param>
/// <param name="Authorities">Of <see cref="TlsOptions.ClientCaFile"/>; null when there is none.</param>
internal sealed record TlsFiles(byte[] Certificate, byte[]? Key, byte[]? Authorities)
{
    // No certificate is larger, and nobody wants to read a disk image into memory by a slip of the pen.
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Tells these files from others. Times and sizes would not: a mount of secrets may swap a directory behind a link.</summary>
    public string Stamp => Convert.ToHexString(SHA256.HashData(
        [.. SHA256.HashData(Certificate), .. SHA256.HashData(Key ?? []), .. SHA256.HashData(Authorities ?? [])]));

    /// <summary>Reads them; null when one cannot be read, and <paramref name="problems"/> say which.</summary>
    public static TlsFiles? Read(string section, TlsOptions options, List<string> problems)
    {
        var before = problems.Count;
        var certificate = ReadFile($"{section}:CertificateFile", options.CertificateFile, problems);
        var key = ReadFile($"{section}:KeyFile", options.KeyFile, problems);
        var authorities = ReadFile($"{section}:ClientCaFile", options.ClientCaFile, problems);
        return problems.Count == before ? new TlsFiles(certificate ?? [], key, authorities) : null;
    }

    private static byte[]? ReadFile(string setting, string? path, List<string> problems)
    {
        if (string.IsNullOrEmpty(path))
            return null;

        try
        {
            using var file = File.OpenRead(path);
            if (file.Length <= MaxBytes)
            {
                var bytes = new byte[file.Length];
                file.ReadExactly(bytes);
                return bytes;
            }

            problems.Add($"{setting} is \"{path}\", which has {file.Length} bytes; allowed: a file of up to {MaxBytes} bytes.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add($"{setting} is \"{path}\", which cannot be read: {exception.Message}");
        }

        return null;
    }
}
