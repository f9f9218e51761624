using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Inbound;

/// <summary>
/// <c>auth: {clientType botName deviceUUID deviceID macAddress ipAddress timestamp version signature}</c>; timestamp is a whole
/// number, the rest are strings. What is missing stays empty: whether that can be signed is for the verifier to say.
/// </summary>
internal static class AuthReader
{
    public static bool TryRead(ref JsonCursor cursor, out PhoneAuth? auth)
    {
        auth = null;
        if (!cursor.TryEnterObject(Field.Auth, out var present) || !present)
            return cursor.Error == DecodeError.None;

        string? clientType = null, botName = null, deviceUuid = null, deviceId = null;
        string? macAddress = null, ipAddress = null, version = null, signature = null;
        var timestamp = 0L;
        var seen = default(FieldSet);
        while (cursor.NextField(out var field))
        {
            if (!seen.Add(field))
                return cursor.Fail(DecodeError.DuplicateKey, field);

            var isRead = field switch
            {
                Field.ClientType => cursor.TryReadString(field, out clientType),
                Field.BotName => cursor.TryReadString(field, out botName),
                Field.DeviceUuid => cursor.TryReadString(field, out deviceUuid),
                Field.DeviceId => cursor.TryReadString(field, out deviceId),
                Field.MacAddress => cursor.TryReadString(field, out macAddress),
                Field.IpAddress => cursor.TryReadString(field, out ipAddress),
                Field.Timestamp => cursor.TryReadInt64(field, out timestamp),
                Field.Version => cursor.TryReadString(field, out version),
                Field.Signature => cursor.TryReadString(field, out signature),
                _ => cursor.TrySkip(),
            };
            if (!isRead)
                return false;
        }

        auth = new PhoneAuth
        {
            ClientType = clientType ?? "",
            BotName = botName ?? "",
            DeviceUuid = deviceUuid ?? "",
            DeviceId = deviceId ?? "",
            MacAddress = macAddress ?? "",
            IpAddress = ipAddress ?? "",
            Timestamp = timestamp,
            Version = version ?? "",
            Signature = signature ?? "",
        };
        return true;
    }
}
