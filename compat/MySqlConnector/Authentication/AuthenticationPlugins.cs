namespace MySqlConnector.Authentication;

/// <summary>The plugins by their names.</summary>
internal static class AuthenticationPlugins
{
    public static AuthenticationPlugin? Create(string name) => name switch
    {
        NativePasswordPlugin.PluginName => new NativePasswordPlugin(),
        CachingSha2PasswordPlugin.PluginName => new CachingSha2PasswordPlugin(),
        Sha256PasswordPlugin.PluginName => new Sha256PasswordPlugin(),
        Ed25519Plugin.PluginName => new Ed25519Plugin(),
        _ => null,
    };
}
