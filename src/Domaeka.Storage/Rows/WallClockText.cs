using System.Globalization;

namespace Domaeka.Storage.Rows;

/// <summary>
/// Dates and times of the wall clock as the shop's PHP writes them. Zero dates, empty and blank texts stand for "none"; what is neither that nor
/// readable is told apart from it.
/// </summary>
internal static class WallClockText
{
    private const int MinYear = 1971;
    private const int MaxYear = 2999;
    private const string Format = "yyyy-MM-dd HH:mm:ss";

    private static readonly string[] DateTimeFormats =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd",
    ];

    private static readonly string[] TimeFormats = ["HH:mm", "HH:mm:ss", "H:mm", "H:mm:ss", "HH:mm:ss.FFFFFFF"];

    /// <summary>The text to store; null stays null.</summary>
    public static string? ToText(DateTime? time) => time?.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>True when there is none, or it can be read; <paramref name="time"/> is null when there is none.</summary>
    public static bool TryReadDateTime(string? text, out DateTime? time)
    {
        time = null;
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length == 0 || trimmed.StartsWith("0000-00-00", StringComparison.Ordinal))
            return true;
        if (!DateTime.TryParseExact(trimmed, DateTimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            || read.Year is < MinYear or > MaxYear)
            return false;
        time = read;
        return true;
    }

    /// <summary>True when there is none, or it can be read; a time of day behind the date is left out.</summary>
    public static bool TryReadDate(string? text, out DateOnly? date)
    {
        date = null;
        if (!TryReadDateTime(text, out var time))
            return false;
        date = time is { } known ? DateOnly.FromDateTime(known) : null;
        return true;
    }

    /// <summary>True when it is a time of day, to the second.</summary>
    public static bool TryReadTime(string? text, out TimeOnly time)
    {
        if (!TimeOnly.TryParseExact(text?.Trim(), TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time))
            return false;
        time = new TimeOnly(time.Hour, time.Minute, time.Second);
        return true;
    }

    /// <summary>A time of day as text.</summary>
    public static string ToText(TimeOnly time) => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
