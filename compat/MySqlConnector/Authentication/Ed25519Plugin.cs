using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace MySqlConnector.Authentication;

/// <summary>
/// client_ed25519 (MariaDB, "Authentication Plugin - ed25519"): the challenge signed by Ed25519 (RFC 8032, 5.1.6) with a key whose seed is
/// the password itself, of whatever length.
/// </summary>
internal sealed class Ed25519Plugin : AuthenticationPlugin
{
    public const string PluginName = "client_ed25519";

    public override string Name => PluginName;

    public override int ChallengeLength => 32;

    public override byte[] Begin(AuthenticationContext context) =>
        context.Password.Length == 0 ? [] : Sign(Encoding.UTF8.GetBytes(context.Password), context.Challenge);

    internal static byte[] Sign(byte[] seed, byte[] message)
    {
        var expanded = SHA512.HashData(seed);
        var prefix = expanded[32..];
        expanded[0] &= 0xF8;
        expanded[31] &= 0x7F;
        expanded[31] |= 0x40;
        var secret = Number(expanded.AsSpan(0, 32));
        var publicKey = Ed25519Point.Base.Multiply(secret).Encode();

        var nonce = Number(SHA512.HashData([.. prefix, .. message])) % Ed25519Point.Order;
        var commitment = Ed25519Point.Base.Multiply(nonce).Encode();
        var hash = Number(SHA512.HashData([.. commitment, .. publicKey, .. message]));
        var proof = (nonce + hash * secret) % Ed25519Point.Order;

        var signature = new byte[64];
        commitment.CopyTo(signature, 0);
        proof.TryWriteBytes(signature.AsSpan(32), out _, isUnsigned: true);
        return signature;
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true);
}
