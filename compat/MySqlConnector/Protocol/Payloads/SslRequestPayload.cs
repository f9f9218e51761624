using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>
/// The head of the handshake's answer, sent alone to ask for TLS. MySQL protocol, "Protocol::SSLRequest".
/// </summary>
internal static class SslRequestPayload
{
    public const uint MaximumPacketLength = 0x40000000;

    public static void Write(PayloadWriter writer, ServerCapabilities capabilities)
    {
        writer.WriteUInt32((uint)capabilities);
        writer.WriteUInt32(MaximumPacketLength);
        writer.WriteByte(Collations.Utf8Mb4GeneralCi);
        writer.WriteZeros(19);
        writer.WriteUInt32((uint)((ulong)capabilities >> 32));
    }
}
