using MySqlConnector.Protocol.Packets;
using MySqlConnector.Protocol.Payloads;
using MySqlConnector.Session;

namespace MySqlConnector.Statements;

/// <summary>The text of one command, its parameters written into it.</summary>
internal sealed class TextStep(string sql, MySqlParameterCollection? parameters) : ExecutionStep
{
    public override bool IsBinary => false;

    public override void Write(PayloadWriter writer, ServerSession session)
    {
        QueryPayload.WriteHead(writer);
        SqlText.Write(writer, sql, parameters, session.Literals, session.Settings.AllowUserVariables);
    }
}
