using System.Text.Json;
using Domaeka.Core.Scheduling;

namespace Domaeka.Storage.Rows;

/// <summary>The columns that say when a schedule comes due, and how they become a <see cref="ScheduleTiming"/>.</summary>
internal sealed record ScheduleTimingColumns
{
    /// <summary>The value of <c>schedule_type</c> for a cron expression, which the shop does not know.</summary>
    public const string CronType = "cron";

    private const int MaxTimes = 1_440;

    public string? Type { get; init; }

    public string? Date { get; init; }

    public string? Time { get; init; }

    public string? Times { get; init; }

    public string? Weekdays { get; init; }

    public string? ValidFrom { get; init; }

    public string? ValidUntil { get; init; }

    public string? Cron { get; init; }

    /// <summary>The columns for a timing.</summary>
    public static ScheduleTimingColumns Of(ScheduleTiming timing)
    {
        var columns = timing.Recurrence switch
        {
            OnceRecurrence once => OfTimes("once", once.Times) with
            {
                Date = once.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            },
            DailyRecurrence daily => OfTimes("daily", daily.Times),
            WeeklyRecurrence weekly => OfTimes("weekly", weekly.Times) with { Weekdays = ToText(weekly.Weekdays) },
            CronRecurrence cron => new ScheduleTimingColumns { Type = CronType, Cron = cron.Expression.Text },
            _ => throw new ArgumentOutOfRangeException(nameof(timing), timing, "This recurrence has no columns."),
        };

        // The shop means the whole of the last day; the end is the start of the day behind it.
        return columns with
        {
            ValidFrom = WallClockText.ToText(timing.ValidFrom),
            ValidUntil = timing.ValidUntil is { } until && until.TimeOfDay == TimeSpan.Zero
                ? WallClockText.ToText(until.AddDays(-1))
                : WallClockText.ToText(timing.ValidUntil),
        };
    }

    /// <summary>The timing, or why there is none, in Korean.</summary>
    public (ScheduleTiming? Timing, string? Problem) Read()
    {
        if (!WallClockText.TryReadDateTime(ValidFrom, out var from))
            return (null, Unreadable("valid_from", ValidFrom));
        if (!WallClockText.TryReadDateTime(ValidUntil, out var until))
            return (null, Unreadable("valid_until", ValidUntil));
        if (until is { } last && last.TimeOfDay == TimeSpan.Zero)
            until = last.AddDays(1);

        var (recurrence, problem) = ReadRecurrence();
        return recurrence is null ? (null, problem) : (new ScheduleTiming(recurrence, from, until), null);
    }

    private (Recurrence? Recurrence, string? Problem) ReadRecurrence()
    {
        var type = Type?.Trim().ToLowerInvariant();
        switch (type)
        {
            case CronType:
                return CronExpression.TryParse(Cron, out var cron, out _)
                    ? (new CronRecurrence(cron), null)
                    : (null, Unreadable("cron", Cron));
            case "once" or "daily" or "weekly":
                break;
            default:
                return (null, Unreadable("schedule_type", Type));
        }

        var (times, problem) = ReadTimes();
        if (times is null)
            return (null, problem);
        switch (type)
        {
            case "daily":
                return (new DailyRecurrence(times), null);
            case "weekly":
                return TryReadWeekdays(Weekdays, out var days) && days != Core.Scheduling.Weekdays.None
                    ? (new WeeklyRecurrence(days, times), null)
                    : (null, Unreadable("schedule_weekdays", Weekdays));
            default:
                return WallClockText.TryReadDate(Date, out var date) && date is { } day
                    ? (new OnceRecurrence(day, times), null)
                    : (null, Unreadable("schedule_date", Date));
        }
    }

    // The list where there is one, else the single time.
    private (TimeOnly[]? Times, string? Problem) ReadTimes()
    {
        if (!TryReadList(Times, out var texts))
            return (null, Unreadable("schedule_times", Times));
        if (texts.Count == 0)
        {
            return WallClockText.TryReadTime(Time, out var only) ? ([only], null) : (null, Unreadable("schedule_time", Time));
        }

        var times = new SortedSet<TimeOnly>();
        foreach (var text in texts)
        {
            if (!WallClockText.TryReadTime(text, out var time))
                return (null, Unreadable("schedule_times", Times));
            times.Add(time);
        }

        return ([.. times], null);
    }

    private static bool TryReadList(string? json, out IReadOnlyList<string> texts)
    {
        texts = [];
        if (string.IsNullOrWhiteSpace(json))
            return true;

        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind is JsonValueKind.Null || (root.ValueKind is JsonValueKind.String && string.IsNullOrWhiteSpace(root.GetString())))
                return true;
            if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() > MaxTimes
                || root.EnumerateArray().Any(element => element.ValueKind != JsonValueKind.String))
                return false;
            texts = [.. root.EnumerateArray().Select(element => element.GetString()!)];
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryReadWeekdays(string? text, out Weekdays days)
    {
        days = Core.Scheduling.Weekdays.None;
        foreach (var word in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Names alone: a number would be read as a set of flags.
            if (!char.IsAsciiLetter(word[0]) || !Enum.TryParse<DayOfWeek>(word, ignoreCase: true, out var day))
                return false;
            days |= (Weekdays)(1 << (int)day);
        }

        return true;
    }

    private static string ToText(Weekdays days) => string.Join(
        ',',
        Enum.GetValues<DayOfWeek>().Where(day => days.HasFlag((Weekdays)(1 << (int)day))).Select(day => day.ToString().ToLowerInvariant()));

    private static ScheduleTimingColumns OfTimes(string type, IReadOnlyList<TimeOnly> times) => new()
    {
        Type = type,
        Time = WallClockText.ToText(times[0]),
        Times = times.Count > 1 ? JsonSerializer.Serialize(times.Select(WallClockText.ToText)) : null,
    };

    private static string Unreadable(string column, string? value)
    {
        var shown = value is { Length: > 50 } ? value[..50] + "..." : value;
        return string.IsNullOrWhiteSpace(shown) ? $"{column} 값이 없습니다." : $"{column} 값을 읽을 수 없습니다: {shown}";
    }
}
