using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Domaeka.Storage.EncryptedSettings;

/// <summary>
/// Fernet tokens (github.com/fernet/spec): version, time, IV, AES-128-CBC with PKCS #7 padding, and HMAC-SHA256 over all of it. The age of
/// a token is not judged: settings do not expire.
/// </summary>
internal static class Fernet
{
    private const byte Version = 0x80;
    private const int TimeAt = 1;
    private const int IvAt = TimeAt + sizeof(ulong);
    private const int BlockBytes = 16;
    private const int CipherAt = IvAt + BlockBytes;
    private const int MacBytes = HMACSHA256.HashSizeInBytes;

    /// <summary>Makes a token.</summary>
    /// <param name="key">Encrypts and signs.</param>
    /// <param name="plaintext">What to encrypt.</param>
    /// <param name="now">The time that the token carries, in clear text, to the second.</param>
    public static string Encrypt(FernetKey key, ReadOnlySpan<byte> plaintext, DateTimeOffset now) =>
        Encrypt(key, plaintext, now, RandomNumberGenerator.GetBytes(BlockBytes));

    /// <summary>Like the other, with the IV given: for the vectors of the specification only, since an IV must never be used twice.</summary>
    internal static string Encrypt(FernetKey key, ReadOnlySpan<byte> plaintext, DateTimeOffset now, ReadOnlySpan<byte> iv)
    {
        using var aes = Aes.Create();
        aes.Key = key.Encryption;
        var cipher = aes.EncryptCbc(plaintext, iv);

        var token = new byte[CipherAt + cipher.Length + MacBytes];
        token[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(TimeAt), now.ToUnixTimeSeconds());
        iv.CopyTo(token.AsSpan(IvAt));
        cipher.CopyTo(token, CipherAt);
        HMACSHA256.HashData(key.Signing, token.AsSpan(0, CipherAt + cipher.Length), token.AsSpan(CipherAt + cipher.Length));
        return FernetText.Encode(token);
    }

    /// <summary>Opens a token. <paramref name="plaintext"/> is empty unless the result is <see cref="FernetFailure.None"/>.</summary>
    public static FernetFailure Decrypt(FernetKey key, string token, out byte[] plaintext)
    {
        plaintext = [];
        if (!FernetText.TryDecode(token, out var bytes))
            return FernetFailure.NotBase64;
        if (bytes.Length > 0 && bytes[0] != Version)
            return FernetFailure.UnknownVersion;

        var cipherBytes = bytes.Length - CipherAt - MacBytes;
        if (cipherBytes < BlockBytes || cipherBytes % BlockBytes != 0)
            return FernetFailure.Truncated;

        Span<byte> mac = stackalloc byte[MacBytes];
        HMACSHA256.HashData(key.Signing, bytes.AsSpan(..^MacBytes), mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, bytes.AsSpan(^MacBytes..)))
            return FernetFailure.WrongKeyOrAltered;

        try
        {
            using var aes = Aes.Create();
            aes.Key = key.Encryption;
            plaintext = aes.DecryptCbc(bytes.AsSpan(CipherAt, cipherBytes), bytes.AsSpan(IvAt, BlockBytes));
            return FernetFailure.None;
        }
        catch (CryptographicException)
        {
            return FernetFailure.BadPadding;
        }
    }
}
