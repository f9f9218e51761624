namespace Domaeka.Protocol.Codec.Outbound;

/// <summary>What a script does with a line from the server.</summary>
internal enum OutboundEvent
{
    Unknown,
    Compressed,
    HandshakeComplete,
    Ping,
    Response,
    ServerShutdown,
    ServerMigration,
}
