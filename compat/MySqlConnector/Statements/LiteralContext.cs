using MySqlConnector.Settings;

namespace MySqlConnector.Statements;

/// <summary>What decides how a value is written as a literal.</summary>
/// <param name="Values">The connection's options.</param>
/// <param name="NoBackslashEscapes">Whether a backslash is an ordinary character: sql_mode has NO_BACKSLASH_ESCAPES.</param>
internal readonly record struct LiteralContext(ValueSettings Values, bool NoBackslashEscapes);
