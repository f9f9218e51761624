using System.Buffers;
using System.Text.Json;
using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Inbound;

/// <summary>Handshakes and ping answers as the scripts send them.</summary>
internal static class PhoneControlWriter
{
    public static void Write(
        LineWriter writer, HandshakeMessage handshake, WireDialect dialect, IBufferWriter<byte> output)
    {
        if (dialect == WireDialect.Legacy)
        {
            WriteFields(writer.BeginFlat(output), handshake);
            writer.EndFlat();
        }
        else
        {
            var json = writer.BeginEvent(output, "handshake"u8);
            WriteFields(json, handshake);
            WriteStamp(json, handshake.Timestamp, handshake.Timezone);
            writer.EndEvent();
        }

        LineWriter.EndLine(output);
    }

    public static void Write(LineWriter writer, PingReply reply, WireDialect dialect, IBufferWriter<byte> output)
    {
        var json = writer.BeginEvent(output, SaysPong(reply, dialect) ? "pong"u8 : "ping"u8);
        json.WriteString("bot_name"u8, reply.BotName);
        LineWriter.WriteIfAny(json, "server_timestamp"u8, reply.Token);
        if (reply.Monitoring is not null)
            WriteMonitoring(json, reply.Monitoring);
        AuthWriter.WriteIfAny(json, reply.Auth);
        if (dialect == WireDialect.V33)
            WriteStamp(json, reply.Timestamp, reply.Timezone);
        writer.EndEvent();
        LineWriter.EndLine(output);
    }

    // 3.3.0 to 3.3.2 speak v3.3 but still answer with the older event.
    private static bool SaysPong(PingReply reply, WireDialect dialect) =>
        dialect == WireDialect.V33
        && !(PhoneVersion.TryParse(reply.Auth?.Version, out var version) && version < PhoneVersion.FirstPong);

    private static void WriteFields(Utf8JsonWriter json, HandshakeMessage handshake)
    {
        LineWriter.WriteIfAny(json, "clientType"u8, handshake.ClientType);
        json.WriteString("botName"u8, handshake.BotName);
        LineWriter.WriteIfAny(json, "version"u8, handshake.Version);
        json.WriteString("deviceID"u8, handshake.DeviceId);
        LineWriter.WriteIfAny(json, "deviceIP"u8, handshake.DeviceIp);
        LineWriter.WriteIfAny(json, "deviceInfo"u8, handshake.DeviceInfo);
        if (handshake.Capabilities != PhoneCapabilities.None)
            WriteCapabilities(json, handshake.Capabilities);
        LineWriter.WriteIfAny(json, "session_token"u8, handshake.SessionToken?.Value);
    }

    private static void WriteCapabilities(Utf8JsonWriter json, PhoneCapabilities capabilities)
    {
        json.WriteStartArray("capabilities"u8);
        foreach (var name in CapabilityNames.Of(capabilities))
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    private static void WriteStamp(Utf8JsonWriter json, string? timestamp, string? timezone)
    {
        LineWriter.WriteIfAny(json, "timestamp"u8, timestamp);
        LineWriter.WriteIfAny(json, "timezone"u8, timezone);
        LineWriter.WritePositions(json, 0);
    }

    private static void WriteMonitoring(Utf8JsonWriter json, PhoneMonitoring monitoring)
    {
        json.WriteStartObject("monitoring"u8);
        WriteNumberIfAny(json, "total_memory"u8, monitoring.TotalMemoryMegabytes);
        WriteNumberIfAny(json, "memory_usage"u8, monitoring.UsedMemoryMegabytes);
        WriteNumberIfAny(json, "memory_percent"u8, monitoring.MemoryPercent);
        WriteNumberIfAny(json, "message_queue_size"u8, monitoring.MessageQueueSize);
        WriteNumberIfAny(json, "active_rooms"u8, monitoring.ActiveRooms);
        json.WriteEndObject();
    }

    private static void WriteNumberIfAny(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumber(name, number);
    }
}
