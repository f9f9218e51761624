using System.Diagnostics.CodeAnalysis;

namespace Domaeka.Core.Scheduling;

/// <summary>
/// Five fields as Unix cron (POSIX <c>crontab</c>, with the steps and names of Vixie cron) reads them: minute, hour, day of the month, month,
/// weekday (0 to 7, both ends Sunday). Days count when either day field matches, unless one of the two begins with <c>*</c>: then both must.
/// </summary>
public sealed record CronExpression
{
    /// <summary>Longest expression in characters.</summary>
    public const int MaxLength = 200;

    /// <summary>How far ahead an occurrence is looked for: 29 February on a given weekday can be 40 years away.</summary>
    private const int MaxYears = 41;

    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _days;
    private readonly ulong _months;
    private readonly ulong _weekdays;
    private readonly bool _needsBothDays;

    private CronExpression(string text, CronField minutes, CronField hours, CronField days, CronField months, CronField weekdays)
    {
        Text = text;
        _minutes = minutes.Values;
        _hours = hours.Values;
        _days = days.Values;
        _months = months.Values;
        _weekdays = weekdays.Values | (weekdays.Values >> 7);
        _needsBothDays = days.IsStar || weekdays.IsStar;
    }

    /// <summary>The expression with single blanks between its fields.</summary>
    public string Text { get; }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="expression">It; null when it cannot be read.</param>
    /// <param name="problem">What is wrong with it, in English, or the empty string.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CronExpression? expression, out string problem)
    {
        expression = null;
        var fields = (text?.Length ?? 0) <= MaxLength ? text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : null;
        if (fields is not { Length: 5 })
        {
            problem = $"a cron expression has 5 fields and at most {MaxLength} characters: minute hour day-of-month month weekday";
            return false;
        }

        if (!CronField.TryParse(fields[0], CronField.Minutes, out var minutes, out problem)
            || !CronField.TryParse(fields[1], CronField.Hours, out var hours, out problem)
            || !CronField.TryParse(fields[2], CronField.Days, out var days, out problem)
            || !CronField.TryParse(fields[3], CronField.Months, out var months, out problem)
            || !CronField.TryParse(fields[4], CronField.Weekdays, out var weekdays, out problem))
            return false;

        var read = new CronExpression(string.Join(' ', fields), minutes, hours, days, months, weekdays);
        if (read.NextLocal(new DateTime(2000, 1, 1)) is null)
        {
            problem = "no day of the calendar matches";
            return false;
        }

        expression = read;
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal DateTime? NextLocal(DateTime after)
    {
        if (after >= DateTime.MaxValue.AddDays(-1))
            return null;

        var start = after.AddTicks(-(after.Ticks % TimeSpan.TicksPerMinute)).AddMinutes(1);
        for (var (year, month) = (start.Year, start.Month); year < start.Year + MaxYears && year <= DateTime.MaxValue.Year;)
        {
            if (Has(_months, month) && NextInMonth(year, month, start) is { } next)
                return next;
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1);
        }

        return null;
    }

    private DateTime? NextInMonth(int year, int month, DateTime start)
    {
        var isFirst = year == start.Year && month == start.Month;
        for (var day = isFirst ? start.Day : 1; day <= DateTime.DaysInMonth(year, month); day++)
        {
            var date = new DateTime(year, month, day);
            if (IsDay(date) && NextInDay(date, isFirst && day == start.Day ? start.TimeOfDay : TimeSpan.Zero) is { } next)
                return next;
        }

        return null;
    }

    private bool IsDay(DateTime date)
    {
        var (byDate, byWeekday) = (Has(_days, date.Day), Has(_weekdays, (int)date.DayOfWeek));
        return _needsBothDays ? byDate && byWeekday : byDate || byWeekday;
    }

    private DateTime? NextInDay(DateTime date, TimeSpan from)
    {
        for (var hour = from.Hours; hour < 24; hour++)
        {
            if (!Has(_hours, hour))
                continue;
            for (var minute = hour == from.Hours ? from.Minutes : 0; minute < 60; minute++)
            {
                if (Has(_minutes, minute))
                    return date.AddHours(hour).AddMinutes(minute);
            }
        }

        return null;
    }

    private static bool Has(ulong values, int value) => (values >> value & 1) != 0;
}
