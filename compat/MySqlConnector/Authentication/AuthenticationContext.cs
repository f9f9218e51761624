using MySqlConnector.Settings;

namespace MySqlConnector.Authentication;

/// <summary>What a plugin may know.</summary>
/// <param name="Settings">The connection's options.</param>
/// <param name="Password">The password; empty: none.</param>
/// <param name="Challenge">The server's random bytes, as many as the plugin needs.</param>
/// <param name="IsSecure">Whether nobody can listen: TLS or a Unix socket.</param>
internal sealed record AuthenticationContext(ConnectionSettings Settings, string Password, byte[] Challenge, bool IsSecure);
