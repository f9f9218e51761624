namespace Domaeka.Core.Scheduling;

/// <summary>On some days of every week.</summary>
/// <param name="Weekdays">The days, 1 or more.</param>
/// <param name="Times">The times of the day; 1 or more, sorted, each once.</param>
public sealed record WeeklyRecurrence(Weekdays Weekdays, IReadOnlyList<TimeOnly> Times) : Recurrence
{
    private const int DaysPerWeek = 7;

    internal override DateTime? NextLocal(DateTime after)
    {
        var day = DateOnly.FromDateTime(after);

        // The same weekday again a week later, when its times of today are over.
        for (var i = 0; i <= DaysPerWeek && day.DayNumber + i <= DateOnly.MaxValue.DayNumber; i++)
        {
            var candidate = day.AddDays(i);
            if (Weekdays.HasFlag((Weekdays)(1 << (int)candidate.DayOfWeek)) && NextOn(candidate, Times, after) is { } next)
                return next;
        }

        return null;
    }
}
