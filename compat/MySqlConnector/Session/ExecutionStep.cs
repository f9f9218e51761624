using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Session;

/// <summary>One message that runs statements, and whose answer is one or several results.</summary>
internal abstract class ExecutionStep
{
    /// <summary>Whether the rows come in the binary protocol.</summary>
    public abstract bool IsBinary { get; }

    /// <summary>Writes the payload.</summary>
    public abstract void Write(PayloadWriter writer, ServerSession session);

    /// <summary>A result of the step is at its end.</summary>
    /// <param name="index">Which result of the step it is, from 0.</param>
    /// <param name="affectedRows">Rows that the statement changed; -1 when its result had columns.</param>
    public virtual void OnResultEnded(int index, int affectedRows)
    {
    }
}
