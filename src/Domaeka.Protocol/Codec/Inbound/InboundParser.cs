using System.Text;
using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Inbound;

/// <summary>Lines from a phone. Chat and the rest are told apart by the event; the flat handshake has none.</summary>
internal sealed class InboundParser : LineParser<InboundMessage>
{
    private InboundEvent _event;
    private string? _unknown;
    private ChatFields _chat;
    private HandshakeFields _handshake;
    private PingReplyFields _ping;

    protected override bool Begin(ReadOnlySpan<byte> eventName)
    {
        _event = eventName.SequenceEqual("message"u8) ? InboundEvent.Message
            : eventName.SequenceEqual("analyze"u8) ? InboundEvent.Analyze
            : eventName.SequenceEqual("pong"u8) ? InboundEvent.Pong
            : eventName.SequenceEqual("ping"u8) ? InboundEvent.Ping
            : eventName.SequenceEqual("handshake"u8) ? InboundEvent.Handshake
            : InboundEvent.Unknown;
        _unknown = _event == InboundEvent.Unknown ? Encoding.UTF8.GetString(eventName) : null;
        return _event != InboundEvent.Unknown;
    }

    protected override bool TryReadData(ref JsonCursor cursor)
    {
        switch (_event)
        {
            case InboundEvent.Message or InboundEvent.Analyze:
                return _chat.TryRead(ref cursor);
            case InboundEvent.Handshake:
                return _handshake.TryRead(ref cursor);
            default:
                return _ping.TryRead(ref cursor);
        }
    }

    protected override DecodeResult<InboundMessage> Complete(bool hasData, ReadOnlySpan<byte> raw)
    {
        if (_event == InboundEvent.Unknown)
            return DecodeResult<InboundMessage>.Success(new UnknownMessage(_unknown!), WireDialect.Legacy);
        if (!hasData)
            return DecodeResult<InboundMessage>.Failure(DecodeError.MissingField, FieldText.Of(Field.Data));
        if (_event == InboundEvent.Message)
            return _chat.CompleteV33(raw);
        if (!IsBlank(raw))
            return DecodeResult<InboundMessage>.Failure(DecodeError.TrailingContent);

        return _event switch
        {
            InboundEvent.Analyze => _chat.CompleteLegacy(),
            InboundEvent.Handshake => _handshake.Complete(isFlat: false),
            _ => _ping.Complete(_event == InboundEvent.Pong),
        };
    }

    protected override DecodeResult<InboundMessage> ParseFlat(ref JsonCursor cursor, ReadOnlySpan<byte> raw)
    {
        if (!_handshake.TryRead(ref cursor))
            return Failed(cursor);
        return IsBlank(raw)
            ? _handshake.Complete(isFlat: true)
            : DecodeResult<InboundMessage>.Failure(DecodeError.TrailingContent);
    }

    protected override void Reset()
    {
        _chat = default;
        _handshake = default;
        _ping = default;
        _unknown = null;
    }
}
