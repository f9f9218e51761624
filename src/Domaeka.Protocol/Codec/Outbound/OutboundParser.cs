using System.Text;
using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Outbound;

/// <summary>Lines from the server, read as a script of one dialect reads them.</summary>
internal sealed class OutboundParser(WireDialect dialect, bool readsCompressed) : LineParser<OutboundLine>
{
    private OutboundEvent _event;
    private ResponseEvent _responseEvent;
    private string? _unknown;
    private OutboundFields _fields;

    protected override bool Begin(ReadOnlySpan<byte> eventName)
    {
        var response = EventNames.ResponseEventOf(eventName);
        if (dialect == WireDialect.Legacy && response != ResponseEvent.MessageResponse)
            response = null;

        _event = response is not null ? OutboundEvent.Response
            : eventName.SequenceEqual(EventNames.Ping) ? OutboundEvent.Ping
            : eventName.SequenceEqual(EventNames.HandshakeComplete) ? OutboundEvent.HandshakeComplete
            : readsCompressed && eventName.SequenceEqual(EventNames.Compressed) ? OutboundEvent.Compressed
            : eventName.SequenceEqual(EventNames.ServerShutdown) ? OutboundEvent.ServerShutdown
            : eventName.SequenceEqual(EventNames.ServerMigration) ? OutboundEvent.ServerMigration
            : OutboundEvent.Unknown;
        _responseEvent = response ?? default;
        _unknown = _event == OutboundEvent.Unknown ? Encoding.UTF8.GetString(eventName) : null;
        return _event != OutboundEvent.Unknown;
    }

    protected override bool TryReadData(ref JsonCursor cursor) => _fields.TryRead(ref cursor);

    protected override DecodeResult<OutboundLine> Complete(bool hasData, ReadOnlySpan<byte> raw)
    {
        if (!hasData)
            return Missing(Field.Data);
        if (_event == OutboundEvent.Response && dialect == WireDialect.V33)
            return V33ResponseReader.Read(_fields, _responseEvent, raw);
        if (!IsBlank(raw) && (_event != OutboundEvent.Unknown || dialect == WireDialect.Legacy))
            return DecodeResult<OutboundLine>.Failure(DecodeError.TrailingContent);

        return _event switch
        {
            OutboundEvent.Response => LegacyResponseReader.Read(_fields),
            OutboundEvent.Ping => _fields.BotName is null ? Missing(Field.BotName)
                : _fields.Token is null ? Missing(Field.ServerTimestamp)
                : Success(new PingLine(_fields.BotName, _fields.Token)),
            OutboundEvent.HandshakeComplete => Success(new HandshakeCompleteLine(
                _fields.IsSuccess, _fields.IsApproved, _fields.Message ?? "", _fields.ServerVersion ?? "")
            {
                Session = _fields.SessionToken is { } token
                    ? new SessionOffer(token, WireTime.FromNumber(_fields.SessionExpiresIn, TimeSpan.TicksPerSecond) ?? TimeSpan.Zero)
                    : null,
            }),
            OutboundEvent.Compressed => _fields.Compression is null ? Missing(Field.Encoding)
                : _fields.Bytes is null ? Missing(Field.Bytes)
                : _fields.Content is null ? Missing(Field.Content)
                : Success(new CompressedLine(_fields.Compression, _fields.Bytes.Value, _fields.Content)),
            OutboundEvent.ServerShutdown => Success(new ServerShutdownLine(
                _fields.Reason ?? "", WireTime.FromNumber(_fields.ReconnectAfter, TimeSpan.TicksPerSecond) ?? TimeSpan.Zero)),
            OutboundEvent.ServerMigration => string.IsNullOrEmpty(_fields.Host) ? Missing(Field.NewHost)
                : PortOf(_fields.Port) is not { } port ? Missing(Field.NewPort)
                : Success(new ServerMigrationLine(
                    _fields.Host, port, WireTime.FromNumber(_fields.MigrateAfter, TimeSpan.TicksPerSecond) ?? TimeSpan.Zero)),
            _ => Success(new UnknownLine(_unknown!)),
        };
    }

    protected override void Reset()
    {
        _fields = default;
        _unknown = null;
    }

    private static int? PortOf(double? number) =>
        number is >= 1 and <= 65_535 and var port && port == Math.Floor(port) ? (int)port : null;

    private static DecodeResult<OutboundLine> Missing(Field field) =>
        DecodeResult<OutboundLine>.Failure(DecodeError.MissingField, FieldText.Of(field));

    private DecodeResult<OutboundLine> Success(OutboundLine line) => DecodeResult<OutboundLine>.Success(line, dialect);
}
