using System.Globalization;

namespace Domaeka.Core.Scheduling;

/// <summary>One field of a cron expression.</summary>
/// <param name="Values">Bit n stands for the value n.</param>
/// <param name="IsStar">It begins with <c>*</c>.</param>
internal readonly record struct CronField(ulong Values, bool IsStar)
{
    public static readonly CronFieldRange Minutes = new("minute", 0, 59, []);
    public static readonly CronFieldRange Hours = new("hour", 0, 23, []);
    public static readonly CronFieldRange Days = new("day of the month", 1, 31, []);

    public static readonly CronFieldRange Months = new(
        "month", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]);

    public static readonly CronFieldRange Weekdays = new("weekday", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]);

    /// <summary>Reads <c>*</c>, <c>a</c>, <c>a-b</c>, each with <c>/step</c>, and lists of them.</summary>
    public static bool TryParse(string text, CronFieldRange range, out CronField field, out string problem)
    {
        field = default;
        problem = "";
        var values = 0UL;
        foreach (var item in text.Split(','))
        {
            if (!TryParseItem(item, range, ref values))
            {
                problem = $"\"{item}\" is no {range.Name} (allowed: *, {range.Minimum} to {range.Maximum}, a-b, a-b/step, */step, and lists of them)";
                return false;
            }
        }

        field = new CronField(values, text[0] == '*');
        return true;
    }

    private static bool TryParseItem(string item, CronFieldRange range, ref ulong values)
    {
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        var span = slash < 0 ? item : item[..slash];
        var step = 1;
        if (slash >= 0 && (!TryNumber(item[(slash + 1)..], out step) || step is < 1 or > 59))
            return false;

        var dash = span.IndexOf('-', StringComparison.Ordinal);
        int first, last;
        if (span == "*")
            (first, last) = (range.Minimum, range.Name == Weekdays.Name ? 6 : range.Maximum);
        else if (dash >= 0)
        {
            if (!TryValue(span[..dash], range, out first) || !TryValue(span[(dash + 1)..], range, out last) || first > last)
                return false;
        }
        else if (TryValue(span, range, out first))
            last = slash < 0 ? first : range.Maximum;
        else
            return false;

        for (var value = first; value <= last; value += step)
            values |= 1UL << value;
        return true;
    }

    private static bool TryValue(string text, CronFieldRange range, out int value)
    {
        var name = range.Names.ToList().FindIndex(candidate => candidate.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (name >= 0)
        {
            value = name + range.Minimum;
            return true;
        }

        return TryNumber(text, out value) && value >= range.Minimum && value <= range.Maximum;
    }

    private static bool TryNumber(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
