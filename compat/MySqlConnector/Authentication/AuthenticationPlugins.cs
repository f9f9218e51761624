namespace MySqlConnector.Authentication;

/// <summary>The plugins by their names.</summary>
internal static class AuthenticationPlugins
{
    public static AuthenticationPlugin? Create(string name) => name switch
    {
        NativePasswordPlugin.PluginName => new NativePasswordPlugin(),
        _ => null,
    };
}
