using System.Globalization;

namespace Domaeka.Samples.Client;

/// <summary>Points in time as people type them.</summary>
public static class TimeText
{
    /// <summary>What may be typed, for help texts.</summary>
    public const string Forms = "19:00 (the next one), \"2026-12-24 19:00\", 2026-12-24T19:00:00+09:00, or from now on: +90s, +10m, +2h, +1d";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);
    private static readonly string[] LocalForms = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"];
    private static readonly string[] ZonedForms = ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFK"];

    /// <summary>The time. What names no zone is meant in the zone of this machine.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static DateTimeOffset Parse(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (TryReadSpan(text, out var span))
            return now + span;

        var local = TimeZoneInfo.ConvertTime(now, zone);
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            var today = local.Date + time.ToTimeSpan();
            return In(zone, today > local.DateTime ? today : today.AddDays(1));
        }

        if (DateTime.TryParseExact(text, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return In(zone, day);
        if (DateTimeOffset.TryParseExact(text, ZonedForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant))
            return instant;
        throw new UsageException($"\"{text}\" is no time: write {Forms}.");
    }

    private static DateTimeOffset In(TimeZoneInfo zone, DateTime local) => new(local, zone.GetUtcOffset(local));

    private static bool TryReadSpan(string text, out TimeSpan span)
    {
        span = default;
        if (text.Length < 3 || text[0] != '+'
            || !int.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;

        TimeSpan? unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        if (unit is not { } one || count > Longest / one)
            return false;
        span = count * one;
        return true;
    }
}
