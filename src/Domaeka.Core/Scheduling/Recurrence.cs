namespace Domaeka.Core.Scheduling;

/// <summary>
/// When a schedule comes due, by the wall clock: <see cref="OnceRecurrence"/>, <see cref="DailyRecurrence"/>, <see cref="WeeklyRecurrence"/> or
/// <see cref="CronRecurrence"/>. Immutable.
/// </summary>
public abstract record Recurrence
{
    private protected Recurrence()
    {
    }

    /// <summary>The first wall-clock time behind <paramref name="after"/>; null when there is none.</summary>
    internal abstract DateTime? NextLocal(DateTime after);

    /// <summary>The first of the sorted times of a day that comes behind <paramref name="after"/>; null when none does.</summary>
    private protected static DateTime? NextOn(DateOnly day, IReadOnlyList<TimeOnly> times, DateTime after)
    {
        foreach (var time in times)
        {
            var candidate = day.ToDateTime(time);
            if (candidate > after)
                return candidate;
        }

        return null;
    }
}
