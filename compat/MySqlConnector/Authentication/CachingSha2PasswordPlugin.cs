using System.Security.Cryptography;
using System.Text;

namespace MySqlConnector.Authentication;

/// <summary>
/// caching_sha2_password (MySQL protocol, "Caching_sha2_password"): SHA256(password) XOR SHA256(SHA256(SHA256(password)) + challenge).
/// A server that has not seen the account lately asks for the password itself, over TLS or encrypted for its RSA key.
/// </summary>
internal sealed class CachingSha2PasswordPlugin : AuthenticationPlugin
{
    public const string PluginName = "caching_sha2_password";
    private const byte RequestPublicKey = 2;
    private const byte FastAuthSuccess = 3;
    private const byte PerformFullAuthentication = 4;

    private bool _awaitsKey;

    public override string Name => PluginName;

    public override byte[] Begin(AuthenticationContext context)
    {
        if (context.Password.Length == 0)
            return [];
        var once = SHA256.HashData(Encoding.UTF8.GetBytes(context.Password));
        var twice = SHA256.HashData(once);
        var answer = SHA256.HashData([.. twice, .. context.Challenge]);
        for (var i = 0; i < answer.Length; i++)
            answer[i] ^= once[i];
        return answer;
    }

    public override byte[]? Continue(AuthenticationContext context, ReadOnlySpan<byte> message)
    {
        if (_awaitsKey)
        {
            _awaitsKey = false;
            return RsaPassword.Encrypt(context, Encoding.ASCII.GetString(message));
        }

        switch (message)
        {
            case [FastAuthSuccess]:
                return null;
            case [PerformFullAuthentication] when context.IsSecure:
                return RsaPassword.ClearText(context);
            case [PerformFullAuthentication] when RsaPassword.ReadKeyFile(context) is { } key:
                return RsaPassword.Encrypt(context, key);
            case [PerformFullAuthentication] when context.Settings.AllowPublicKeyRetrieval:
                _awaitsKey = true;
                return [RequestPublicKey];
            case [PerformFullAuthentication]:
                throw RsaPassword.Refused(Name);
            default:
                throw new MySqlProtocolException($"The server says something unknown within {Name}.");
        }
    }
}
