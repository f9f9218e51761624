using MySqlConnector.Protocol.Packets;
using MySqlConnector.Protocol.Payloads;
using MySqlConnector.Session;

namespace MySqlConnector.Statements;

/// <summary>Runs a prepared statement with the values of a command's parameters.</summary>
internal sealed class PreparedStep(PreparedStatement statement, MySqlParameterCollection? parameters, MySqlBatchCommand? command)
    : ExecutionStep
{
    public override bool IsBinary => true;

    public override void Write(PayloadWriter writer, ServerSession session)
    {
        StmtExecutePayload.WriteHead(writer, statement.Id);
        BinaryParameters.Write(writer, statement.Parameters, parameters, session.Settings.Values);
    }

    public override void OnResultEnded(int index, int affectedRows) => command?.Count(affectedRows);
}
