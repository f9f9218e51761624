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
        var offered = AuthenticationPlugins.Create(pluginName ?? NativePasswordPlugin.PluginName) ?? _plugin;
        // A greeting has room for 20 bytes of challenge; a plugin that needs more gets them by a switch.
        _plugin = Trim(challenge, offered) is null ? _plugin : offered;
        return Begin(challenge);
    }

    public byte[] Switch(string pluginName, byte[] challenge)
    {
        Count();
        _plugin = AuthenticationPlugins.Create(pluginName)
            ?? throw new MySqlException(
                MySqlErrorCode.NotSupportedAuthMode, $"Authentication method '{pluginName}', which the server asks for, is not supported.");
        return Begin(challenge);
    }

    public byte[]? Continue(ReadOnlySpan<byte> message)
    {
        Count();
        return _plugin.Continue(_context, message);
    }

    private byte[] Begin(byte[] challenge)
    {
        _context = _context with
        {
            Challenge = Trim(challenge, _plugin)
                ?? throw new MySqlProtocolException($"A challenge of {challenge.Length} bytes, where {_plugin.Name} has {_plugin.ChallengeLength}."),
        };
        return _plugin.Begin(_context);
    }

    // Without the zero byte that may close it; null: it has not the plugin's length.
    private static byte[]? Trim(byte[] challenge, AuthenticationPlugin plugin)
    {
        if (challenge.Length == plugin.ChallengeLength)
            return challenge;
        return challenge.Length == plugin.ChallengeLength + 1 && challenge[^1] == 0 ? challenge[..^1] : null;
    }

    private void Count()
    {
        if (++_messages > MaximumMessages)
            throw new MySqlProtocolException("The server's log-in never ends.");
    }
}
