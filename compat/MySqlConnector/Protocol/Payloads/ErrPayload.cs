using System.Text;
using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>The server refuses. MySQL protocol, "ERR_Packet".</summary>
internal sealed class ErrPayload
{
    public const byte Header = 0xFF;

    public required ushort Code { get; init; }

    public required string SqlState { get; init; }

    public required string Message { get; init; }

    public static bool Is(ReadOnlySpan<byte> payload) => payload is [Header, ..];

    public static ErrPayload Parse(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        reader.ReadExactly(Header, "An error");
        var code = reader.ReadUInt16();
        // An error in place of the greeting comes before the protocol is agreed on, and so without a state.
        var state = "HY000";
        var rest = reader.ReadToEnd();
        if (rest.Length >= 6 && rest[0] == '#')
        {
            state = Encoding.ASCII.GetString(rest.Slice(1, 5));
            rest = rest[6..];
        }

        return new ErrPayload { Code = code, SqlState = state, Message = Encoding.UTF8.GetString(rest) };
    }

    public MySqlException ToException() => new((MySqlErrorCode)Code, SqlState, Message);
}
