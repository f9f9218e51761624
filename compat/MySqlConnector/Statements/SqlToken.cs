namespace MySqlConnector.Statements;

/// <summary>Something in the text of a command that is not just text.</summary>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int Length);
