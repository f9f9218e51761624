using MySqlConnector.Protocol.Packets;
using MySqlConnector.Protocol.Payloads;
using MySqlConnector.Session;

namespace MySqlConnector.Statements;

/// <summary>The texts of all commands of a batch, sent as one query of several statements.</summary>
internal sealed class BatchStep(MySqlBatchCommandCollection commands) : ExecutionStep
{
    // Which command each result is of, as far as every statement has one.
    private readonly List<MySqlBatchCommand> _owners = [];

    public override bool IsBinary => false;

    public override void Write(PayloadWriter writer, ServerSession session)
    {
        QueryPayload.WriteHead(writer);
        foreach (MySqlBatchCommand command in commands)
        {
            var (statements, isOpen) = SqlText.Write(
                writer, command.CommandText, command.ParametersOrNull, session.Literals, session.Settings.AllowUserVariables);
            if (statements == 0)
                throw new InvalidOperationException("CommandText must be specified");
            // The line's end closes a comment that the text may end with.
            writer.Write(isOpen ? "\n;"u8 : "\n"u8);
            _owners.AddRange(Enumerable.Repeat(command, statements));
        }
    }

    public override void OnResultEnded(int index, int affectedRows)
    {
        if (index < _owners.Count)
            _owners[index].Count(affectedRows);
    }
}
