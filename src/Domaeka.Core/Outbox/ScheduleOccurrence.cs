namespace Domaeka.Core.Outbox;

/// <summary>One time that a schedule comes due. It is recorded in <c>dk_schedule_runs</c>, where it can stand only once.</summary>
/// <param name="ScheduleId">The schedule: <c>kb_schedule.id</c>.</param>
/// <param name="DueAt">When it is due, to the millisecond.</param>
public sealed record ScheduleOccurrence(long ScheduleId, DateTimeOffset DueAt)
{
    /// <summary>When the schedule is due next, stored as <c>kb_schedule.next_send_at</c>; null when never again.</summary>
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>True when the schedule is done with it: its status becomes <c>completed</c>.</summary>
    public bool CompletesSchedule { get; init; }

    /// <summary>True when somebody asked for the run: it does not move the schedule's own times on.</summary>
    public bool IsManual { get; init; }
}
