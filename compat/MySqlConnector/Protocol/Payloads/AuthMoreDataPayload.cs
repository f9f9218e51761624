using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>A further message of the server's authentication plugin. MySQL protocol, "Protocol::AuthMoreData".</summary>
internal static class AuthMoreDataPayload
{
    public const byte Header = 0x01;

    /// <summary>What the plugin says.</summary>
    public static ReadOnlySpan<byte> Parse(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        reader.ReadExactly(Header, "More data of the authentication");
        return reader.ReadToEnd();
    }
}
