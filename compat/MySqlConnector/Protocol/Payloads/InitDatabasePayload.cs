using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>Makes another database the current one. MySQL protocol, "COM_INIT_DB".</summary>
internal static class InitDatabasePayload
{
    public static void Write(PayloadWriter writer, string database)
    {
        writer.WriteByte((byte)CommandKind.InitDatabase);
        writer.WriteUtf8(database);
    }
}
