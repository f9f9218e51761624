using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>The columns or the rows end here, on servers without CLIENT_DEPRECATE_EOF. MySQL protocol, "EOF_Packet".</summary>
internal readonly struct EofPayload
{
    public const byte Header = 0xFE;

    public ushort Warnings { get; private init; }

    public ServerStatus Status { get; private init; }

    public static EofPayload Parse(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        reader.ReadExactly(Header, "An EOF");
        var warnings = reader.ReadUInt16();
        var status = (ServerStatus)reader.ReadUInt16();
        reader.ExpectEnd("An EOF");
        return new EofPayload { Warnings = warnings, Status = status };
    }

    /// <summary>
    /// Whether the payload ends the rows: a row may begin with 0xFE, too, but only when its first value is longer than a packet.
    /// </summary>
    public static bool EndsRows(ReadOnlySpan<byte> payload, ServerCapabilities capabilities) =>
        payload is [Header, ..]
        && payload.Length < (capabilities.HasFlag(ServerCapabilities.DeprecateEof) ? PacketLimits.MaximumPacketLength : 6);
}
