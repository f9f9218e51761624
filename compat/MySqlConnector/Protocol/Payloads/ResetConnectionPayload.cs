using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>
/// Rolls back, and forgets temporary tables, locks, variables and prepared statements. MySQL protocol, "COM_RESET_CONNECTION"
/// (MySQL 5.7.3, MariaDB 10.2.4 and on).
/// </summary>
internal static class ResetConnectionPayload
{
    public static void Write(PayloadWriter writer) => writer.WriteByte((byte)CommandKind.ResetConnection);
}
