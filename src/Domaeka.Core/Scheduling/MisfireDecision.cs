namespace Domaeka.Core.Scheduling;

/// <summary>What becomes of occurrences that have come due.</summary>
/// <param name="Run">The one to send; null when none is.</param>
/// <param name="SkipFrom">The first that is skipped; null when none is.</param>
/// <param name="SkipTo">The last that is skipped; null when none is.</param>
internal readonly record struct MisfireDecision(DateTimeOffset? Run, DateTimeOffset? SkipFrom, DateTimeOffset? SkipTo)
{
    /// <summary>The last occurrence that it settles.</summary>
    public DateTimeOffset Settled => Run ?? SkipTo!.Value;

    /// <summary>Decides.</summary>
    /// <param name="timing">The rule.</param>
    /// <param name="policy">What becomes of what is late.</param>
    /// <param name="due">The earliest occurrence that was not dealt with, not behind <paramref name="now"/>.</param>
    /// <param name="now">Now.</param>
    /// <param name="onTime">How late is not late.</param>
    /// <param name="zone">Whose wall clock.</param>
    public static MisfireDecision Of(
        ScheduleTiming timing, MisfirePolicy policy, DateTimeOffset due, DateTimeOffset now, TimeSpan onTime, ScheduleZone zone)
    {
        if (now - due <= onTime)
            return new MisfireDecision(due, null, null);

        var (latest, previous) = timing.Latest(due, now, zone);
        var late = now - latest;
        return late <= onTime || policy.Admits(late)
            ? new MisfireDecision(latest, previous is null ? null : due, previous)
            : new MisfireDecision(null, due, latest);
    }
}
