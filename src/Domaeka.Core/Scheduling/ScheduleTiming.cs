namespace Domaeka.Core.Scheduling;

/// <summary>When a schedule comes due. Immutable.</summary>
/// <param name="Recurrence">The rule.</param>
/// <param name="ValidFrom">No occurrence before this wall-clock time; null means from ever.</param>
/// <param name="ValidUntil">No occurrence at or behind this wall-clock time; null means for ever.</param>
public sealed record ScheduleTiming(Recurrence Recurrence, DateTime? ValidFrom = null, DateTime? ValidUntil = null)
{
    /// <summary>The first occurrence behind a moment; null when there is none.</summary>
    /// <remarks>
    /// Every wall-clock time that the rule names gives one occurrence: one that the clock skips right behind the gap, one that it shows twice at
    /// the first time. Several that fall into one gap are one occurrence.
    /// </remarks>
    /// <param name="after">The moment, itself excluded.</param>
    /// <param name="zone">Whose wall clock.</param>
    public DateTimeOffset? Next(DateTimeOffset after, ScheduleZone zone)
    {
        var position = zone.ToLocal(after);
        if (ValidFrom is { } from && position < from)
            position = from.AddTicks(-1);

        while (Recurrence.NextLocal(position) is { } candidate && (ValidUntil is not { } until || candidate < until))
        {
            // Inside an hour that the clock shows twice, the first time may be over.
            var instant = zone.ToInstant(candidate);
            if (instant > after)
                return instant;
            position = candidate;
        }

        return null;
    }

    /// <summary>The last occurrence from <paramref name="first"/>, which is one, to <paramref name="until"/>, both included.</summary>
    /// <param name="first">An occurrence.</param>
    /// <param name="until">The end, not before <paramref name="first"/>.</param>
    /// <param name="zone">Whose wall clock.</param>
    /// <returns>The last occurrence, and the one before it; that is null when the last is the first.</returns>
    internal (DateTimeOffset Latest, DateTimeOffset? Previous) Latest(DateTimeOffset first, DateTimeOffset until, ScheduleZone zone)
    {
        // Widening windows, so that a rule that comes every minute is not stepped through over a year.
        DateTimeOffset? latest = null, previous = null;
        foreach (var window in Windows)
        {
            var start = until - window;
            if (start <= first)
                break;
            (latest, previous) = Last(start, null);
            if (previous is not null)
                return (latest!.Value, previous);
        }

        var all = Last(first, first);
        return (all.Latest ?? first, all.Previous);

        (DateTimeOffset? Latest, DateTimeOffset? Previous) Last(DateTimeOffset after, DateTimeOffset? known)
        {
            DateTimeOffset? last = known, beforeLast = null;
            for (var next = Next(after, zone); next <= until; next = Next(next.Value, zone))
                (beforeLast, last) = (last, next);
            return (last, beforeLast);
        }
    }

    private static readonly TimeSpan[] Windows =
        [TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(8), TimeSpan.FromDays(35), TimeSpan.FromDays(800)];
}
