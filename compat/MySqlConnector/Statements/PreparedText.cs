using MySqlConnector.Session;

namespace MySqlConnector.Statements;

/// <summary>The statements of a command's text, prepared.</summary>
internal sealed class PreparedText(IReadOnlyList<PreparedStatement> statements)
{
    public ExecutionStep[] CreateSteps(MySqlParameterCollection? parameters, MySqlBatchCommand? command = null)
    {
        var steps = new ExecutionStep[statements.Count];
        for (var i = 0; i < steps.Length; i++)
            steps[i] = new PreparedStep(statements[i], parameters, command);
        return steps;
    }
}
