using System.Security.Cryptography;
using System.Text;

namespace MySqlConnector.Authentication;

/// <summary>
/// mysql_native_password (MySQL protocol, "Native Authentication"): SHA1(password) XOR SHA1(challenge + SHA1(SHA1(password))).
/// </summary>
internal sealed class NativePasswordPlugin : AuthenticationPlugin
{
    public const string PluginName = "mysql_native_password";

    public override string Name => PluginName;

    // What the protocol prescribes, not a choice.
#pragma warning disable CA5350
    public override byte[] Begin(AuthenticationContext context)
    {
        if (context.Password.Length == 0)
            return [];
        var once = SHA1.HashData(Encoding.UTF8.GetBytes(context.Password));
        var twice = SHA1.HashData(once);
        var answer = SHA1.HashData([.. context.Challenge, .. twice]);
        for (var i = 0; i < answer.Length; i++)
            answer[i] ^= once[i];
        return answer;
    }
#pragma warning restore CA5350
}
