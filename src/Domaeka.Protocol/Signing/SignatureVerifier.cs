using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Signing;

/// <summary>Checks the signature of a phone's message. Immutable, thread-safe, allocates nothing per call.</summary>
public sealed class SignatureVerifier
{
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private readonly byte[] _key;
    private readonly byte[] _salt;
    private readonly double _allowedSkewMilliseconds;

    /// <summary>Creates a verifier.</summary>
    /// <param name="key">The secret key; its UTF-8 bytes are the HMAC key. Not empty.</param>
    /// <param name="salt">The salt, last part of the signed text. May be empty.</param>
    /// <param name="allowedSkew">How far the phone's clock may be off, either way. Not negative. (the server's default: 5 min)</param>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The skew is negative.</exception>
    public SignatureVerifier(string key, string salt, TimeSpan allowedSkew)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(salt);
        ArgumentOutOfRangeException.ThrowIfLessThan(allowedSkew, TimeSpan.Zero);
        _key = Encoding.UTF8.GetBytes(key);
        _salt = Encoding.UTF8.GetBytes(salt);
        _allowedSkewMilliseconds = allowedSkew.TotalMilliseconds;
    }

    /// <summary>
    /// Checks form, then signature in constant time, then the clock, so that <see cref="SignatureStatus.ClockSkew"/> is said
    /// only of a phone that knows the key.
    /// </summary>
    /// <param name="auth">The message's <c>auth</c>; null when it had none.</param>
    /// <param name="now">The server's time.</param>
    public SignatureStatus Verify(PhoneAuth? auth, DateTimeOffset now)
    {
        if (auth is null || auth.Signature.Length == 0)
            return SignatureStatus.Missing;

        Span<byte> claimed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!IsWellFormed(auth) || !TryDecode(auth.Signature, claimed))
            return SignatureStatus.Malformed;

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        SignatureInput.Compute(auth, _key, _salt, expected);
        if (!CryptographicOperations.FixedTimeEquals(claimed, expected))
            return SignatureStatus.Mismatch;

        // As doubles: a signed time stamp near long.MaxValue must not overflow the difference.
        var skew = Math.Abs((double)now.ToUnixTimeMilliseconds() - auth.Timestamp);
        return skew <= _allowedSkewMilliseconds ? SignatureStatus.Valid : SignatureStatus.ClockSkew;
    }

    private static bool IsWellFormed(PhoneAuth auth) =>
        auth.BotName.Length > 0
        && auth.DeviceUuid.Length > 0
        && auth.Timestamp > 0
        && !auth.ClientType.Contains('|')
        && !auth.BotName.Contains('|')
        && !auth.DeviceUuid.Contains('|')
        && !auth.MacAddress.Contains('|')
        && !auth.IpAddress.Contains('|');

    private static bool TryDecode(string signature, Span<byte> mac) =>
        signature.Length == mac.Length * 2
        && !signature.AsSpan().ContainsAnyExcept(LowerHex)
        && Convert.FromHexString(signature, mac, out _, out _) == OperationStatus.Done;
}
