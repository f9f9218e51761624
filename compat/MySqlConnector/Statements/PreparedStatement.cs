namespace MySqlConnector.Statements;

/// <summary>One statement that the server has prepared.</summary>
/// <param name="Id">Its number on the session.</param>
/// <param name="Parameters">Which parameter of the command each ? stands for.</param>
internal sealed record PreparedStatement(uint Id, ParameterReference[] Parameters);
