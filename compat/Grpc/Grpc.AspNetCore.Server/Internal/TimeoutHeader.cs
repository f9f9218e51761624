using System.Globalization;
using Grpc.Shared;
using Microsoft.Extensions.Primitives;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Timeout: "grpc-timeout" TimeoutValue (up to 8 digits) TimeoutUnit ("H" / "M" / "S" / "m" / "u" / "n").</summary>
internal static class TimeoutHeader
{
    /// <summary>False for anything that is no positive time-out; it is then ignored, not refused.</summary>
    public static bool TryParse(StringValues header, out TimeSpan timeout)
    {
        timeout = TimeSpan.Zero;
        if (header.Count != 1 || header[0] is not { Length: >= 2 } text)
            return false;
        if (!int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return false;

        var ticksPerUnit = text[^1] switch
        {
            'H' => TimeSpan.TicksPerHour,
            'M' => TimeSpan.TicksPerMinute,
            'S' => TimeSpan.TicksPerSecond,
            'm' => TimeSpan.TicksPerMillisecond,
            'u' => TimeSpan.TicksPerMicrosecond,
            'n' => 0,
            _ => -1,
        };
        if (ticksPerUnit < 0)
            return false;

        var ticks = ticksPerUnit == 0
            ? (Int128)value / TimeSpan.NanosecondsPerTick
            : Int128.Min((Int128)value * ticksPerUnit, GrpcProtocol.MaxTimeout.Ticks);
        timeout = TimeSpan.FromTicks((long)ticks);
        return timeout > TimeSpan.Zero;
    }
}
