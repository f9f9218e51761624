using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Domaeka.Api.Access;

/// <summary>API keys as text. Only their hash is ever stored or compared.</summary>
internal static class ApiKeys
{
    /// <summary>What every generated key starts with, so that secret scanners and people know one when they see it.</summary>
    public const string Prefix = "dk_";

    /// <summary>Longest key that is looked at, in characters.</summary>
    public const int MaxLength = 200;

    private const int SecretBytes = 32;
    private const int IdBytes = 8;

    /// <summary>A new key: <see cref="Prefix"/> and 256 random bits in base64url.</summary>
    public static string Generate() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>A new id for a key's row: 16 hexadecimal digits.</summary>
    public static string GenerateId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));

    /// <summary>SHA-256 of the key's UTF-8 bytes, 64 lower-case hexadecimal digits. A plain hash will do for 256 random bits.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
