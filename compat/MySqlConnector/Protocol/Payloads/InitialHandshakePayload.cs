using System.Text;
using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>
/// What the server says first. MySQL protocol, "Protocol::HandshakeV10"; MariaDB, "Connection: initial handshake packet".
/// </summary>
internal sealed class InitialHandshakePayload
{
    private const byte ProtocolVersion = 10;

    public required string ServerVersion { get; init; }

    public required uint ConnectionId { get; init; }

    public required ServerCapabilities Capabilities { get; init; }

    public required ServerStatus Status { get; init; }

    /// <summary>The scramble: 20 bytes of every server of today, and the zero byte that closes it.</summary>
    public required byte[] AuthData { get; init; }

    /// <summary>null when the server predates pluggable authentication.</summary>
    public required string? AuthPluginName { get; init; }

    public static InitialHandshakePayload Parse(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        reader.ReadExactly(ProtocolVersion, "The server's greeting");
        var version = Encoding.ASCII.GetString(reader.ReadNullTerminated());
        var connectionId = reader.ReadUInt32();
        var firstPart = reader.ReadBytes(8);
        reader.Skip(1);
        var capabilities = (ServerCapabilities)reader.ReadUInt16();
        reader.Skip(1);
        var status = (ServerStatus)reader.ReadUInt16();
        capabilities |= (ServerCapabilities)((ulong)reader.ReadUInt16() << 16);
        var authDataLength = reader.ReadByte();
        reader.Skip(6);
        // MariaDB says its own capabilities in what MySQL reserves, and tells so by leaving CLIENT_MYSQL (the first bit) out.
        var extended = reader.ReadUInt32();
        if (!capabilities.HasFlag(ServerCapabilities.LongPassword))
            capabilities |= (ServerCapabilities)((ulong)extended << 32);

        if (!capabilities.HasFlag(ServerCapabilities.Protocol41) || !capabilities.HasFlag(ServerCapabilities.SecureConnection))
            throw new MySqlProtocolException("The server speaks a protocol older than that of MySQL 4.1.");

        var secondPart = reader.ReadBytes(Math.Max(13, authDataLength - 8));
        var plugin = capabilities.HasFlag(ServerCapabilities.PluginAuth)
            ? Encoding.ASCII.GetString(reader.ReadNullTerminatedOrToEnd())
            : null;
        reader.ExpectEnd("The server's greeting");

        return new InitialHandshakePayload
        {
            ServerVersion = version,
            ConnectionId = connectionId,
            Capabilities = capabilities,
            Status = status,
            AuthData = [.. firstPart, .. secondPart],
            AuthPluginName = plugin,
        };
    }
}
