using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>Asks whether the server is there. MySQL protocol, "COM_PING".</summary>
internal static class PingPayload
{
    public static void Write(PayloadWriter writer) => writer.WriteByte((byte)CommandKind.Ping);
}
