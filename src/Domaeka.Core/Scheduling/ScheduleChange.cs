namespace Domaeka.Core.Scheduling;

/// <summary>A schedule was inserted, changed or deleted, by whomever.</summary>
/// <param name="Position">The order of the changes.</param>
/// <param name="ScheduleId">The schedule.</param>
public readonly record struct ScheduleChange(long Position, long ScheduleId);
