using System.Globalization;

namespace Domaeka.Protocol.Messages;

/// <summary>
/// Reads the time stamps of the phones: <c>YYYY-MM-DD HH:MM:SS</c> in the phone's own zone (legacy), ISO-8601 with <c>Z</c> or
/// an offset (v3.3). Messages keep the text, so that a line nobody asks the time of costs no parsing.
/// </summary>
public static class PhoneTime
{
    private const string LocalFormat = "yyyy-MM-dd HH:mm:ss.FFFFFFF";
    private const string IsoFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    /// <summary>Reads a phone's time stamp.</summary>
    /// <param name="text">The text as sent; null is no time.</param>
    /// <param name="phoneZone">The zone that a time without offset is meant in.</param>
    /// <param name="time">The time; default when false is returned.</param>
    /// <returns>False when the text has neither form or lies outside the years 1970 to 9998.</returns>
    public static bool TryParse(string? text, TimeZoneInfo phoneZone, out DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(phoneZone);
        time = default;
        if (DateTimeOffset.TryParseExact(
                text, IsoFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var absolute))
        {
            if (!IsInRange(absolute.Year))
                return false;
            time = absolute;
            return true;
        }

        if (!DateTime.TryParseExact(text, LocalFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || !IsInRange(local.Year))
            return false;

        time = new DateTimeOffset(local, phoneZone.GetUtcOffset(local));
        return true;
    }

    // Far enough from the ends of DateTime that no offset leads out of it.
    private static bool IsInRange(int year) => year is >= 1970 and <= 9998;
}
