using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>Forgets a prepared statement; the server answers nothing. MySQL protocol, "COM_STMT_CLOSE".</summary>
internal static class StmtClosePayload
{
    public static void Write(PayloadWriter writer, uint statementId)
    {
        writer.WriteByte((byte)CommandKind.StatementClose);
        writer.WriteUInt32(statementId);
    }
}
