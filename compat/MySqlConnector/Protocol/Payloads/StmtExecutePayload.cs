using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>Runs a prepared statement. MySQL protocol, "COM_STMT_EXECUTE". The parameters follow the head.</summary>
internal static class StmtExecutePayload
{
    private const byte NoCursor = 0;

    public static void WriteHead(PayloadWriter writer, uint statementId)
    {
        writer.WriteByte((byte)CommandKind.StatementExecute);
        writer.WriteUInt32(statementId);
        writer.WriteByte(NoCursor);
        // How often: always once.
        writer.WriteUInt32(1);
    }
}
