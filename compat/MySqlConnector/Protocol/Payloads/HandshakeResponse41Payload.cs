using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>Who we are and what we can. MySQL protocol, "Protocol::HandshakeResponse41".</summary>
internal static class HandshakeResponse41Payload
{
    public static void Write(
        PayloadWriter writer,
        ServerCapabilities capabilities,
        string userName,
        ReadOnlySpan<byte> authResponse,
        string? database,
        string authPluginName,
        IReadOnlyList<KeyValuePair<string, string>> attributes)
    {
        SslRequestPayload.Write(writer, capabilities);
        writer.WriteNullTerminated(userName);

        if (capabilities.HasFlag(ServerCapabilities.PluginAuthLengthEncodedData))
        {
            writer.WriteLengthEncoded(authResponse);
        }
        else
        {
            writer.WriteByte(checked((byte)authResponse.Length));
            writer.Write(authResponse);
        }

        if (capabilities.HasFlag(ServerCapabilities.ConnectWithDatabase))
            writer.WriteNullTerminated(database);
        if (capabilities.HasFlag(ServerCapabilities.PluginAuth))
            writer.WriteNullTerminated(authPluginName);
        if (capabilities.HasFlag(ServerCapabilities.ConnectionAttributes))
            WriteAttributes(writer, attributes);
    }

    private static void WriteAttributes(PayloadWriter writer, IReadOnlyList<KeyValuePair<string, string>> attributes)
    {
        var list = new PayloadWriter();
        list.Begin();
        foreach (var (name, value) in attributes)
        {
            list.WriteLengthEncoded(name);
            list.WriteLengthEncoded(value);
        }

        writer.WriteLengthEncoded(list.Written.Span[PacketLimits.HeaderLength..]);
    }
}
