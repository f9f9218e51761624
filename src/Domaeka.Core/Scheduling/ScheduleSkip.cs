namespace Domaeka.Core.Scheduling;

/// <summary>An occurrence that is not sent, to be recorded in <c>dk_schedule_runs</c> and <c>kb_schedule_logs</c>.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="DueAt">The occurrence; of several that are recorded as one, the last.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">Why, in Korean, for people.</param>
/// <param name="At">Now.</param>
public sealed record ScheduleSkip(long ScheduleId, DateTimeOffset DueAt, ScheduleSkipReason Reason, string Detail, DateTimeOffset At)
{
    /// <summary>False when a later occurrence is sent in its place, which moves the schedule on by itself.</summary>
    public bool MovesSchedule { get; init; } = true;

    /// <summary>When the schedule is due next, stored as <c>next_send_at</c> when it is moved on; null when never again.</summary>
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>What an active schedule becomes by it; null leaves it as it is.</summary>
    public ScheduleStatus? NewStatus { get; init; }
}
