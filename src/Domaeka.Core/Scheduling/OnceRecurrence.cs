namespace Domaeka.Core.Scheduling;

/// <summary>On one day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Times">The times of the day; 1 or more, sorted, each once.</param>
public sealed record OnceRecurrence(DateOnly Date, IReadOnlyList<TimeOnly> Times) : Recurrence
{
    internal override DateTime? NextLocal(DateTime after) => NextOn(Date, Times, after);
}
