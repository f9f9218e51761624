using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Domaeka.Storage.EncryptedSettings;

/// <summary>A Fernet key: 32 bytes, of which the first half signs and the second half encrypts (Fernet Spec, "Key Format").</summary>
internal sealed class FernetKey
{
    private const int HalfBytes = 16;

    private readonly byte[] _bytes;

    private FernetKey(byte[] bytes) => _bytes = bytes;

    /// <summary>Keys the HMAC.</summary>
    public ReadOnlySpan<byte> Signing => _bytes.AsSpan(0, HalfBytes);

    /// <summary>Keys AES-128.</summary>
    public byte[] Encryption => _bytes[HalfBytes..];

    /// <summary>A new one, of the system's random numbers.</summary>
    public static FernetKey Generate() => new(RandomNumberGenerator.GetBytes(2 * HalfBytes));

    /// <summary>
    /// Reads the text of a key file. White space around it is passed over, and the alphabet of plain base64 is understood too: Python takes
    /// both.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FernetKey? key)
    {
        key = FernetText.TryDecode(text.Trim().Replace('+', '-').Replace('/', '_'), out var bytes) && bytes.Length == 2 * HalfBytes
            ? new FernetKey(bytes)
            : null;
        return key is not null;
    }

    /// <summary>The key as it stands in a key file.</summary>
    public string ToText() => FernetText.Encode(_bytes);

    /// <summary>Does not give the key away.</summary>
    public override string ToString() => nameof(FernetKey);
}
