namespace Domaeka.Core.Scheduling;

/// <summary>One time that one schedule comes due.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="DueAt">When.</param>
public readonly record struct ScheduleOccurrenceKey(long ScheduleId, DateTimeOffset DueAt);
