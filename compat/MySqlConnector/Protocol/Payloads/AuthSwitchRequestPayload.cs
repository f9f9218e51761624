using System.Text;
using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>The server wants another plugin than the one offered. MySQL protocol, "Protocol::AuthSwitchRequest".</summary>
internal sealed class AuthSwitchRequestPayload
{
    public const byte Header = 0xFE;

    public required string PluginName { get; init; }

    /// <summary>The plugin's challenge; some servers close it with a zero byte, and some challenges end with one.</summary>
    public required byte[] Data { get; init; }

    public static AuthSwitchRequestPayload Parse(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        reader.ReadExactly(Header, "A request to switch the authentication");
        // A lone header is the request of servers before 4.1 ("Protocol::OldAuthSwitchRequest").
        if (reader.Remaining == 0)
            throw new MySqlProtocolException("The server asks for the authentication of MySQL 3.23, which nobody should use any more.");
        var plugin = Encoding.ASCII.GetString(reader.ReadNullTerminated());
        var data = reader.ReadToEnd();
        return new AuthSwitchRequestPayload { PluginName = plugin, Data = data.ToArray() };
    }
}
