namespace Domaeka.Core.Scheduling;

/// <summary>A time zone's wall clock. A time that the clock skips is the moment behind the gap; a time that it shows twice is the first of the two.</summary>
/// <param name="zone">The zone.</param>
public sealed class ScheduleZone(TimeZoneInfo zone)
{
    // No zone is further from UTC than this, so that both ends of the range lie on either side of the moment that is looked for.
    private static readonly TimeSpan Margin = TimeSpan.FromHours(15);

    /// <summary>What the wall clock shows.</summary>
    public DateTime ToLocal(DateTimeOffset time) => DateTime.SpecifyKind(time.UtcDateTime + zone.GetUtcOffset(time.UtcDateTime), DateTimeKind.Unspecified);

    /// <summary>When the wall clock shows it.</summary>
    public DateTimeOffset ToInstant(DateTime local)
    {
        var wall = DateTime.SpecifyKind(local, DateTimeKind.Utc);
        var (low, high) = (Shift(wall, -Margin), Shift(wall, Margin));
        var (before, after) = (zone.GetUtcOffset(low), zone.GetUtcOffset(high));
        if (before == after)
            return Instant(Shift(wall, -before));

        var change = FindChange(low, high, before);
        var early = Shift(wall, -before);
        if (early < change)
            return Instant(early);
        var late = Shift(wall, -after);
        return Instant(late >= change ? late : change);
    }

    // The first second with another offset than at the low end.
    private DateTime FindChange(DateTime low, DateTime high, TimeSpan before)
    {
        var (first, last) = (0L, (long)(high - low).TotalSeconds + 1);
        while (last - first > 1)
        {
            var middle = first + ((last - first) / 2);
            if (zone.GetUtcOffset(low.AddSeconds(middle)) == before)
                first = middle;
            else
                last = middle;
        }

        var change = low.AddSeconds(last);
        return change.AddTicks(-(change.Ticks % TimeSpan.TicksPerSecond));
    }

    private static DateTime Shift(DateTime time, TimeSpan by)
    {
        var ticks = Math.Clamp(time.Ticks + by.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        return new DateTime(ticks, DateTimeKind.Utc);
    }

    private static DateTimeOffset Instant(DateTime utc) => new(utc, TimeSpan.Zero);
}
