using System.Text.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Inbound;

/// <summary>Writes <c>auth</c>; see <see cref="AuthReader"/> for its keys.</summary>
internal static class AuthWriter
{
    public static void WriteIfAny(Utf8JsonWriter json, PhoneAuth? auth)
    {
        if (auth is null)
            return;

        json.WriteStartObject("auth"u8);
        json.WriteString("clientType"u8, auth.ClientType);
        json.WriteString("botName"u8, auth.BotName);
        json.WriteString("deviceUUID"u8, auth.DeviceUuid);
        json.WriteString("deviceID"u8, auth.DeviceId);
        json.WriteString("macAddress"u8, auth.MacAddress);
        json.WriteString("ipAddress"u8, auth.IpAddress);
        json.WriteNumber("timestamp"u8, auth.Timestamp);
        json.WriteString("version"u8, auth.Version);
        json.WriteString("signature"u8, auth.Signature);
        json.WriteEndObject();
    }
}
