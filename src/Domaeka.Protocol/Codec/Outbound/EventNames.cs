using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Outbound;

/// <summary>The events that the server sends.</summary>
internal static class EventNames
{
    public static ReadOnlySpan<byte> HandshakeComplete => "handshakeComplete"u8;

    public static ReadOnlySpan<byte> Ping => "ping"u8;

    public static ReadOnlySpan<byte> ServerShutdown => "serverShutdown"u8;

    public static ReadOnlySpan<byte> ServerMigration => "serverMigration"u8;

    public static ReadOnlySpan<byte> Compressed => "compressed"u8;

    public static ReadOnlySpan<byte> MessageResponse => "messageResponse"u8;

    public static ReadOnlySpan<byte> Of(ResponseEvent responseEvent) => responseEvent switch
    {
        ResponseEvent.ScheduleMessage => "scheduleMessage"u8,
        ResponseEvent.BroadcastMessage => "broadcastMessage"u8,
        _ => MessageResponse,
    };

    public static ResponseEvent? ResponseEventOf(ReadOnlySpan<byte> name)
    {
        foreach (var candidate in Enum.GetValues<ResponseEvent>())
        {
            if (name.SequenceEqual(Of(candidate)))
                return candidate;
        }

        return null;
    }
}
