using System.Globalization;

namespace Domaeka.Api.Schedules;

/// <summary>Dates and times of the wall clock as callers write them.</summary>
internal static class LocalTimes
{
    private const string DateFormat = "yyyy-MM-dd";
    private const int MinYear = 2000;
    private const int MaxYear = 2999;

    private static readonly string[] TimeFormats = ["HH:mm", "HH:mm:ss"];

    /// <summary>Reads <c>YYYY-MM-DD</c>, in the years that schedules are for.</summary>
    public static bool TryReadDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
        && date.Year is >= MinYear and <= MaxYear;

    /// <summary>Reads <c>HH:MM</c> or <c>HH:MM:SS</c>.</summary>
    public static bool TryReadTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    /// <summary>Validated times, sorted and each once.</summary>
    public static IReadOnlyList<TimeOnly> ReadTimes(IEnumerable<string> texts) =>
        [.. texts.Select(text => TryReadTime(text, out var time) ? time : throw NotValidated()).Distinct().Order()];

    /// <summary>A validated date; null for the empty text.</summary>
    public static DateOnly? ReadDate(string text) => text.Length == 0 ? null : TryReadDate(text, out var date) ? date : throw NotValidated();

    /// <summary>A date as callers read it.</summary>
    public static string ToText(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    /// <summary>A time as callers read it, without seconds where there are none.</summary>
    public static string ToText(TimeOnly time) => time.ToString(time.Second == 0 ? TimeFormats[0] : TimeFormats[1], CultureInfo.InvariantCulture);

    private static InvalidOperationException NotValidated() => new("A local time reached a service without validation.");
}
