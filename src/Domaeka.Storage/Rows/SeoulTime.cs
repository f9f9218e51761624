using System.Globalization;

namespace Domaeka.Storage.Rows;

/// <summary>
/// Times of <c>kb_schedule</c> and <c>kb_schedule_logs</c> as the shop writes them: wall clock of Asia/Seoul, <c>yyyy-MM-dd HH:mm:ss</c>.
/// Korea is nine hours ahead of UTC all year; it has known no summer time since 1988.
/// </summary>
internal static class SeoulTime
{
    /// <summary>How far the wall clock is ahead of UTC.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(9);

    private const string Format = "yyyy-MM-dd HH:mm:ss";

    /// <summary>The text to store; null stays null. Less than a second is cut off.</summary>
    public static string? ToText(DateTimeOffset? time) => time is { } known ? ToText(known) : null;

    /// <inheritdoc cref="ToText(DateTimeOffset?)"/>
    public static string ToText(DateTimeOffset time) => time.ToOffset(Offset).ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads a time with or without seconds or a fraction of them; null when there is none or when it is unreadable.</summary>
    public static DateTimeOffset? Read(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.NoCurrentDateDefault, out var time)
        && time.Kind == DateTimeKind.Unspecified && time.Year > 1
            ? new DateTimeOffset(time, Offset)
            : null;
}
