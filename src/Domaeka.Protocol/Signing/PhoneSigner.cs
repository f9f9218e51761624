using System.Security.Cryptography;
using System.Text;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Signing;

/// <summary>Makes the signature that a phone puts into <c>auth</c>. Immutable, thread-safe.</summary>
public sealed class PhoneSigner
{
    private readonly byte[] _key;
    private readonly byte[] _salt;

    /// <summary>Creates a signer.</summary>
    /// <param name="key">The secret key; its UTF-8 bytes are the HMAC key. Not empty.</param>
    /// <param name="salt">The salt, last part of the signed text. May be empty.</param>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public PhoneSigner(string key, string salt)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(salt);
        _key = Encoding.UTF8.GetBytes(key);
        _salt = Encoding.UTF8.GetBytes(salt);
    }

    /// <summary>Returns a copy of <paramref name="auth"/> with its signature set; an existing one is ignored.</summary>
    /// <param name="auth">The fields to sign. <c>DeviceId</c> and <c>Version</c> are not covered by the signature.</param>
    public PhoneAuth Sign(PhoneAuth auth)
    {
        ArgumentNullException.ThrowIfNull(auth);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        SignatureInput.Compute(auth, _key, _salt, mac);
        return auth with { Signature = Convert.ToHexStringLower(mac) };
    }
}
