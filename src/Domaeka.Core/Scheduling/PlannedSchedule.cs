namespace Domaeka.Core.Scheduling;

/// <summary>What the planner keeps in memory of one active schedule. Guarded by the lock of <see cref="SchedulePlan"/> but for what never changes.</summary>
internal sealed class PlannedSchedule(long id, ScheduleTiming timing, MisfirePolicy misfire, DateTimeOffset due)
{
    public long Id { get; } = id;

    public ScheduleTiming Timing { get; } = timing;

    public MisfirePolicy Misfire { get; } = misfire;

    /// <summary>Tells rooms apart, for fairness only.</summary>
    public int RoomHash { get; init; }

    /// <summary>Tells phones apart, for fairness only.</summary>
    public int PhoneHash { get; init; }

    /// <summary>It came due while it was paused, and is only to be told of.</summary>
    public bool IsForfeited { get; init; }

    /// <summary>The earliest occurrence that was not dealt with.</summary>
    public DateTimeOffset Due { get; set; } = due;

    /// <summary>When to look at it: <see cref="Due"/>, or later when it is tried again.</summary>
    public DateTimeOffset Wake { get; set; } = due;

    /// <summary>Somebody is at it.</summary>
    public bool IsInFlight { get; set; }

    /// <summary>What takes its place when that somebody is done; null when nothing does.</summary>
    public PlannedSchedule? Successor { get; set; }

    /// <summary>True for a schedule that is done when its times are.</summary>
    public bool IsOnce => Timing.Recurrence is OnceRecurrence;
}
