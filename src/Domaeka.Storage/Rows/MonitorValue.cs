namespace Domaeka.Storage.Rows;

/// <summary>Values as the columns of the monitoring tables hold them, whatever a phone says.</summary>
internal static class MonitorValue
{
    private const double MaxPercent = 999.99;
    private const double MaxMegabytes = 99_999_999.99;

    /// <summary>A share as <c>DECIMAL(5,2)</c>; null where it does not fit.</summary>
    public static double? Percent(double? value) => Fit(value, MaxPercent);

    /// <summary>A share that may be more than the column holds, at most what it does.</summary>
    public static double? PercentAtMost(double value) => Fit(Math.Min(value, MaxPercent), MaxPercent);

    /// <summary>A size as <c>DECIMAL(10,2)</c>; null where it does not fit.</summary>
    public static double? Megabytes(double? value) => Fit(value, MaxMegabytes);

    /// <summary>A time in whole milliseconds as <c>INT</c>.</summary>
    public static int? Milliseconds(TimeSpan? time) => time is { } known ? (int)Math.Clamp(Math.Round(known.TotalMilliseconds), 0, int.MaxValue) : null;

    /// <summary>A text of at most so many characters; one that is longer is cut, but not within a surrogate pair.</summary>
    public static string? Text(string? text, int length)
    {
        if (text is null || text.Length <= length)
            return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    private static double? Fit(double? value, double most) => value is { } known && Math.Abs(known) <= most ? Math.Round(known, 2) : null;
}
