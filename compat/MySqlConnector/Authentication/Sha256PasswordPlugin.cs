using System.Text;

namespace MySqlConnector.Authentication;

/// <summary>sha256_password (MySQL protocol, "SHA256 Authentication"): the password itself, over TLS or encrypted for the server's RSA key.</summary>
internal sealed class Sha256PasswordPlugin : AuthenticationPlugin
{
    public const string PluginName = "sha256_password";
    private const byte RequestPublicKey = 1;

    private bool _awaitsKey;

    public override string Name => PluginName;

    public override byte[] Begin(AuthenticationContext context)
    {
        if (context.Password.Length == 0 || context.IsSecure)
            return RsaPassword.ClearText(context);
        if (RsaPassword.ReadKeyFile(context) is { } key)
            return RsaPassword.Encrypt(context, key);
        if (!context.Settings.AllowPublicKeyRetrieval)
            throw RsaPassword.Refused(Name);
        _awaitsKey = true;
        return [RequestPublicKey];
    }

    public override byte[]? Continue(AuthenticationContext context, ReadOnlySpan<byte> message)
    {
        if (!_awaitsKey)
            return base.Continue(context, message);
        _awaitsKey = false;
        return RsaPassword.Encrypt(context, Encoding.ASCII.GetString(message));
    }
}
