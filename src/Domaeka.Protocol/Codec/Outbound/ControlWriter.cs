using System.Buffers;
using System.Text.Json;
using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Outbound;

/// <summary>
/// Lines without content. v3.3 adds <c>timestamp timezone message_positions:[0,0]</c> to each.
/// <list type="bullet">
/// <item><c>handshakeComplete</c>: <c>success approved message server_version</c>, for phones that declare it <c>session_token session_expires_in</c></item>
/// <item><c>ping</c>: <c>bot_name channel_id:"ping" room:"PING" user_hash:"system" server_timestamp text:""</c></item>
/// <item><c>serverShutdown</c>: <c>reason reconnect_after</c></item>
/// <item><c>serverMigration</c>: <c>new_host new_port migrate_after</c></item>
/// </list>
/// </summary>
internal static class ControlWriter
{
    public static void Write(
        LineWriter writer, HandshakeCompleteLine line, LineStamp? stamp, IBufferWriter<byte> output)
    {
        var json = writer.BeginEvent(output, EventNames.HandshakeComplete);
        json.WriteBoolean("success"u8, line.Success);
        json.WriteBoolean("approved"u8, line.Approved);
        json.WriteString("message"u8, line.Message);
        json.WriteString("server_version"u8, line.ServerVersion);
        if (line.Session is { } session)
        {
            json.WriteString("session_token"u8, session.Token.Value);
            json.WriteNumber("session_expires_in"u8, session.ExpiresIn.Ticks / TimeSpan.TicksPerSecond);
        }

        End(writer, stamp, output, json);
    }

    public static void Write(LineWriter writer, PingLine line, LineStamp? stamp, IBufferWriter<byte> output)
    {
        var json = writer.BeginEvent(output, EventNames.Ping);
        json.WriteString("bot_name"u8, line.BotName);
        json.WriteString("channel_id"u8, "ping"u8);
        json.WriteString("room"u8, "PING"u8);
        json.WriteString("user_hash"u8, "system"u8);
        json.WriteString("server_timestamp"u8, line.Token);
        json.WriteString("text"u8, ""u8);
        End(writer, stamp, output, json);
    }

    public static void Write(LineWriter writer, ServerShutdownLine line, LineStamp? stamp, IBufferWriter<byte> output)
    {
        var json = writer.BeginEvent(output, EventNames.ServerShutdown);
        json.WriteString("reason"u8, line.Reason);
        json.WriteNumber("reconnect_after"u8, WireTime.ToNumber(line.ReconnectAfter, TimeSpan.TicksPerSecond));
        End(writer, stamp, output, json);
    }

    public static void Write(LineWriter writer, ServerMigrationLine line, LineStamp? stamp, IBufferWriter<byte> output)
    {
        var json = writer.BeginEvent(output, EventNames.ServerMigration);
        json.WriteString("new_host"u8, line.NewHost);
        json.WriteNumber("new_port"u8, line.NewPort);
        json.WriteNumber("migrate_after"u8, WireTime.ToNumber(line.MigrateAfter, TimeSpan.TicksPerSecond));
        End(writer, stamp, output, json);
    }

    private static void End(
        LineWriter writer, LineStamp? stamp, IBufferWriter<byte> output, Utf8JsonWriter json)
    {
        if (stamp is not null)
        {
            stamp.Value.Write(json);
            LineWriter.WritePositions(json, 0);
        }

        writer.EndEvent();
        LineWriter.EndLine(output);
    }
}
