using MySqlConnector.Settings;

namespace MySqlConnector.Authentication;

/// <summary>The log-in: which plugin speaks, and how often it may.</summary>
internal sealed class AuthenticationExchange(ConnectionSettings settings, string password, bool isSecure)
{
    // The longest honest exchange is two switches and three messages; a server that goes on for ever is not honest.
    private const int MaximumMessages = 16;

    private AuthenticationPlugin _plugin = new NativePasswordPlugin();
    private AuthenticationContext _context = new(settings, password, [], isSecure);
    private int _messages;

    public string PluginName => _plugin.Name;

    /// <summary>The answer to the greeting: with the server's plugin when it is known, else with one that makes the server switch.</summary>
    public byte[] Begin(string? pluginName, byte[] challenge)
    {
        _plugin = AuthenticationPlugins.Create(pluginName ?? NativePasswordPlugin.PluginName) ?? _plugin;
        _context = _context with { Challenge = challenge };
        return _plugin.Begin(_context);
    }

    public byte[] Switch(string pluginName, byte[] challenge)
    {
        Count();
        _plugin = AuthenticationPlugins.Create(pluginName)
            ?? throw new MySqlException(
                MySqlErrorCode.NotSupportedAuthMode, $"Authentication method '{pluginName}', which the server asks for, is not supported.");
        _context = _context with { Challenge = challenge };
        return _plugin.Begin(_context);
    }

    public byte[]? Continue(ReadOnlySpan<byte> message)
    {
        Count();
        return _plugin.Continue(_context, message);
    }

    private void Count()
    {
        if (++_messages > MaximumMessages)
            throw new MySqlProtocolException("The server's log-in never ends.");
    }
}
