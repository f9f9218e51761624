using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>Says good-bye; the server answers nothing. MySQL protocol, "COM_QUIT".</summary>
internal static class QuitPayload
{
    public static void Write(PayloadWriter writer) => writer.WriteByte((byte)CommandKind.Quit);
}
