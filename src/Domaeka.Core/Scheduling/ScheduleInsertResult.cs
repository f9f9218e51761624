namespace Domaeka.Core.Scheduling;

/// <summary>What became of a <see cref="ScheduleInsert"/>.</summary>
/// <param name="Schedule">The stored schedule, without its content: the new one, or the one that the request id made before; null when the request id was used for another.</param>
/// <param name="IsRepeated">The request id made it before, and nothing was changed.</param>
public sealed record ScheduleInsertResult(Schedule? Schedule, bool IsRepeated);
