using System.Text.Json;

namespace Domaeka.Protocol.Codec.Json;

/// <summary>What every v3.3 line says of its time: <c>timestamp</c> and <c>timezone</c>. Legacy lines have no stamp.</summary>
internal readonly record struct LineStamp(DateTimeOffset Time, string Timezone)
{
    public void Write(Utf8JsonWriter json)
    {
        WireTime.Write(json, "timestamp"u8, Time);
        json.WriteString("timezone"u8, Timezone);
    }
}
