using System.Globalization;
using System.Text.Json;

namespace Domaeka.Protocol.Codec.Json;

/// <summary>Times on the wire.</summary>
internal static class WireTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int Length = 24;

    /// <summary>Writes a time as the scripts' own engine does: ISO-8601, UTC, milliseconds, Z.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[Length];
        time.UtcDateTime.TryFormat(text, out var length, Format, CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    /// <summary>A positive number of units as a time span; null when missing, not positive, or longer than 24 days.</summary>
    public static TimeSpan? FromNumber(double? number, long ticksPerUnit)
    {
        const long MaxTicks = int.MaxValue * TimeSpan.TicksPerMillisecond;
        return number > 0 && number * ticksPerUnit <= MaxTicks ? new TimeSpan((long)(number.Value * ticksPerUnit)) : null;
    }

    /// <summary>A time span as a whole number of units, rounded up; 0 when missing or not positive.</summary>
    public static long ToNumber(TimeSpan? span, long ticksPerUnit)
    {
        if (span is not { Ticks: > 0 } time)
            return 0;
        var (units, rest) = Math.DivRem(time.Ticks, ticksPerUnit);
        return rest > 0 ? units + 1 : units;
    }
}
