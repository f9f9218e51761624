namespace Domaeka.Core.Scheduling;

/// <summary>A schedule at one of its times, as stored.</summary>
/// <param name="Schedule">The row; its content is null when it is too large to be read along with others.</param>
/// <param name="IsTaken">The occurrence was dealt with before.</param>
public sealed record DueSchedule(Schedule Schedule, bool IsTaken);
