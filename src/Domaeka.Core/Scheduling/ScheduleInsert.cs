namespace Domaeka.Core.Scheduling;

/// <summary>A schedule to store.</summary>
/// <param name="Schedule">It, with its content.</param>
/// <param name="At">Now.</param>
public sealed record ScheduleInsert(Schedule Schedule, DateTimeOffset At)
{
    /// <summary>When it is due first; null when never.</summary>
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>The caller's id of the request; null when it gave none.</summary>
    public string? RequestId { get; init; }

    /// <summary>SHA-256 of what the request asked for, as hexadecimal digits; null exactly when there is no request id.</summary>
    public string? RequestHash { get; init; }

    /// <summary>Request ids from before that are forgotten.</summary>
    public DateTimeOffset RequestsSince { get; init; }
}
