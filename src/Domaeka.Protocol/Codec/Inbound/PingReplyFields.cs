using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Inbound;

/// <summary>
/// <c>bot_name server_timestamp monitoring auth</c>, in v3.3 also <c>timestamp timezone message_positions:[0,0]</c>.
/// </summary>
internal struct PingReplyFields
{
    private FieldSet _seen;
    private string? _botName;
    private string? _token;
    private string? _timestamp;
    private string? _timezone;
    private PhoneMonitoring? _monitoring;
    private PhoneAuth? _auth;
    private bool _hasV33Layout;

    public bool TryRead(ref JsonCursor cursor)
    {
        while (cursor.NextField(out var field))
        {
            if (!_seen.Add(field))
                return cursor.Fail(DecodeError.DuplicateKey, field);

            _hasV33Layout |= field is Field.MessagePositions or Field.Timezone;
            var isRead = field switch
            {
                Field.BotName => cursor.TryReadString(field, out _botName),
                Field.ServerTimestamp => cursor.TryReadString(field, out _token),
                Field.Timestamp => cursor.TryReadString(field, out _timestamp),
                Field.Timezone => cursor.TryReadString(field, out _timezone),
                Field.Monitoring => MonitoringReader.TryRead(ref cursor, out _monitoring),
                Field.Auth => AuthReader.TryRead(ref cursor, out _auth),
                _ => cursor.TrySkip(),
            };
            if (!isRead)
                return false;
        }

        return true;
    }

    public readonly DecodeResult<InboundMessage> Complete(bool isPong)
    {
        if (string.IsNullOrEmpty(_botName))
            return DecodeResult<InboundMessage>.Failure(DecodeError.MissingField, FieldText.Of(Field.BotName));

        var reply = new PingReply
        {
            BotName = _botName,
            Token = _token,
            Monitoring = _monitoring,
            Timestamp = _timestamp,
            Timezone = _timezone,
            Auth = _auth,
        };
        // 3.3.2 answers with the older event, so the event alone does not tell.
        var dialect = isPong || _hasV33Layout ? WireDialect.V33 : PhoneVersion.DialectOf(_auth?.Version);
        return DecodeResult<InboundMessage>.Success(reply, dialect);
    }
}
