using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Inbound;

/// <summary>
/// <c>clientType botName version deviceID deviceIP deviceInfo</c>, in v3.3 also <c>timestamp timezone message_positions:[0,0]</c>;
/// as extensions <c>capabilities session_token</c>. The oldest scripts send only <c>botName version deviceID</c>.
/// </summary>
internal struct HandshakeFields
{
    private FieldSet _seen;
    private string? _botName;
    private string? _deviceId;
    private string? _version;
    private string? _clientType;
    private string? _deviceIp;
    private string? _deviceInfo;
    private string? _timestamp;
    private string? _timezone;
    private PhoneCapabilities _capabilities;
    private SessionToken? _sessionToken;

    public bool TryRead(ref JsonCursor cursor)
    {
        while (cursor.NextField(out var field))
        {
            if (!_seen.Add(field))
                return cursor.Fail(DecodeError.DuplicateKey, field);

            var isRead = field switch
            {
                Field.BotName => cursor.TryReadString(field, out _botName),
                Field.DeviceId => cursor.TryReadString(field, out _deviceId),
                Field.Version => cursor.TryReadString(field, out _version),
                Field.ClientType => cursor.TryReadString(field, out _clientType),
                Field.DeviceIp => cursor.TryReadString(field, out _deviceIp),
                Field.DeviceInfo => cursor.TryReadString(field, out _deviceInfo),
                Field.Timestamp => cursor.TryReadString(field, out _timestamp),
                Field.Timezone => cursor.TryReadString(field, out _timezone),
                Field.Capabilities => TryReadCapabilities(ref cursor),
                Field.SessionToken => TryReadSessionToken(ref cursor),
                _ => cursor.TrySkip(),
            };
            if (!isRead)
                return false;
        }

        return true;
    }

    public readonly DecodeResult<InboundMessage> Complete(bool isFlat)
    {
        if (string.IsNullOrEmpty(_botName) || string.IsNullOrEmpty(_deviceId))
        {
            var missing = string.IsNullOrEmpty(_botName) ? Field.BotName : Field.DeviceId;
            return DecodeResult<InboundMessage>.Failure(DecodeError.MissingField, FieldText.Of(missing));
        }

        var message = new HandshakeMessage
        {
            BotName = _botName,
            DeviceId = _deviceId,
            Version = _version,
            ClientType = _clientType,
            DeviceIp = _deviceIp,
            DeviceInfo = _deviceInfo,
            Timestamp = _timestamp,
            Timezone = _timezone,
            Capabilities = _capabilities,
            SessionToken = _sessionToken,
        };
        // An early 3.3.0 sends the flat form, and still drops legacy answers.
        var dialect = isFlat ? PhoneVersion.DialectOf(_version) : WireDialect.V33;
        return DecodeResult<InboundMessage>.Success(message, dialect);
    }

    private bool TryReadSessionToken(ref JsonCursor cursor)
    {
        _sessionToken = cursor.ReadSessionTokenOrNull();
        return true;
    }

    private bool TryReadCapabilities(ref JsonCursor cursor)
    {
        _capabilities = CapabilitiesReader.Read(ref cursor);
        return true;
    }
}
