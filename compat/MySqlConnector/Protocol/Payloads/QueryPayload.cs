using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>Statements as text. MySQL protocol, "COM_QUERY". The text follows the head.</summary>
internal static class QueryPayload
{
    public static void WriteHead(PayloadWriter writer) => writer.WriteByte((byte)CommandKind.Query);

    public static void Write(PayloadWriter writer, ReadOnlySpan<char> sql)
    {
        WriteHead(writer);
        writer.WriteUtf8(sql);
    }
}
