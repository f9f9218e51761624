using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>Makes a prepared statement of a text with ? for its parameters. MySQL protocol, "COM_STMT_PREPARE".</summary>
internal static class StmtPreparePayload
{
    public static void WriteHead(PayloadWriter writer) => writer.WriteByte((byte)CommandKind.StatementPrepare);
}
