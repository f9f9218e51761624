namespace Domaeka.Core.Scheduling;

/// <summary>What the planner makes of a row.</summary>
/// <param name="Entry">What to keep in memory; null when nothing is to be sent.</param>
/// <param name="Problem">Why the row can never be sent, in Korean; null when it can, or is not active.</param>
internal readonly record struct PlanOutcome(PlannedSchedule? Entry, string? Problem)
{
    /// <summary>Decides what to do with a row.</summary>
    /// <param name="schedule">The row.</param>
    /// <param name="standard">The misfire policy of rows without one.</param>
    /// <param name="now">Now.</param>
    /// <param name="zone">Whose wall clock.</param>
    public static PlanOutcome Of(Schedule schedule, MisfirePolicy standard, DateTimeOffset now, ScheduleZone zone)
    {
        if (schedule.Status != ScheduleStatus.Active)
            return default;
        if (schedule.Timing is not { } timing)
            return new PlanOutcome(null, schedule.Problem ?? ScheduleText.Never);
        if (schedule.Room.BotName.Length == 0 || schedule.Room.ChannelId.Length == 0)
            return new PlanOutcome(null, ScheduleText.NoRoom);

        // A run that is recorded for the time to come is from before the clock was set back: it must not keep the schedule silent
        // until then, and the record itself sees to it that the occurrence is not sent twice.
        var handled = PastOnly(schedule.LastDueAt, now) ?? PastOnly(schedule.LastSentAt, now);
        return timing.Recurrence is OnceRecurrence
            ? OfOnce(schedule, timing, handled, schedule.Misfire ?? standard, zone)
            : OfRecurring(schedule, timing, handled, schedule.Misfire ?? standard, now, zone);
    }

    private static PlanOutcome OfRecurring(
        Schedule schedule, ScheduleTiming timing, DateTimeOffset? handled, MisfirePolicy misfire, DateTimeOffset now, ScheduleZone zone)
    {
        var start = Later(Later(handled, schedule.ResumedAt), schedule.TimedAt ?? schedule.CreatedAt);
        var due = timing.Next(start < now ? start.Value : now, zone);
        return new PlanOutcome(ToEntry(schedule, due, misfire, isForfeited: false), null);
    }

    private static PlanOutcome OfOnce(
        Schedule schedule, ScheduleTiming timing, DateTimeOffset? handled, MisfirePolicy misfire, ScheduleZone zone)
    {
        var first = timing.Next(handled ?? DateTimeOffset.UnixEpoch, zone);
        if (first is null)
            return new PlanOutcome(null, handled is null ? ScheduleText.Never : null);
        if (schedule.ResumedAt is not { } resumed || resumed < first)
            return new PlanOutcome(ToEntry(schedule, first, misfire, isForfeited: false), null);

        var left = timing.Next(resumed, zone);
        return new PlanOutcome(ToEntry(schedule, left ?? first, misfire, isForfeited: left is null), null);
    }

    private static PlannedSchedule? ToEntry(Schedule schedule, DateTimeOffset? due, MisfirePolicy misfire, bool isForfeited) => due is not { } first
        ? null
        : new PlannedSchedule(schedule.Id, schedule.Timing!, misfire, first)
        {
            RoomHash = schedule.Room.GetHashCode(),
            PhoneHash = HashCode.Combine(schedule.Room.BotName, schedule.DeviceId),
            IsForfeited = isForfeited,
        };

    private static DateTimeOffset? PastOnly(DateTimeOffset? time, DateTimeOffset now) => time <= now ? time : null;

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null ? right : right is null || left > right ? left : right;
}
