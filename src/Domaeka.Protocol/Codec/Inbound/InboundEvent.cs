namespace Domaeka.Protocol.Codec.Inbound;

/// <summary>The events that phones send.</summary>
internal enum InboundEvent
{
    Unknown,
    Analyze,
    Message,
    Handshake,
    Ping,
    Pong,
}
