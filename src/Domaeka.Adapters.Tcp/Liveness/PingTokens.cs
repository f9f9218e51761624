using System.Globalization;
using System.Security.Cryptography;

namespace Domaeka.Adapters.Tcp.Liveness;

/// <summary>
/// Makes the tokens that travel in <c>server_timestamp</c> and come back unchanged. A token reads like a time stamp with many decimals,
/// <c>2026-11-21 07:20:13.845</c> and eighteen digits more: the time makes each greater than the one before, the
/// digits make it unguessable, so an answer proves that this very ping arrived. One instance per connection.
/// </summary>
internal sealed class PingTokens(TimeProvider time)
{
    private const string Format = "yyyy-MM-dd HH:mm:ss.fff";
    private const int DigitsPerHalf = 1_000_000_000;

    private long _lastMillisecond;

    public string Next()
    {
        var millisecond = time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMillisecond;
        // The wall clock may stand still or be set back; the tokens still go up.
        _lastMillisecond = Math.Max(millisecond, _lastMillisecond + 1);
        var stamp = new DateTime(_lastMillisecond * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{stamp.ToString(Format, CultureInfo.InvariantCulture)}{Random():d9}{Random():d9}");
    }

    private static int Random() => RandomNumberGenerator.GetInt32(DigitsPerHalf);
}
