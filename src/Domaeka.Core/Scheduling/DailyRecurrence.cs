namespace Domaeka.Core.Scheduling;

/// <summary>Every day.</summary>
/// <param name="Times">The times of the day; 1 or more, sorted, each once.</param>
public sealed record DailyRecurrence(IReadOnlyList<TimeOnly> Times) : Recurrence
{
    internal override DateTime? NextLocal(DateTime after)
    {
        var day = DateOnly.FromDateTime(after);
        return NextOn(day, Times, after) ?? (day < DateOnly.MaxValue ? NextOn(day.AddDays(1), Times, after) : null);
    }
}
