using Domaeka.Core.Delivery;

namespace Domaeka.Core.Scheduling;

/// <summary>An occurrence that was dealt with: a row of <c>dk_schedule_runs</c> with what became of its message.</summary>
public sealed record ScheduleRun
{
    /// <summary>The order of the runs.</summary>
    public required long Id { get; init; }

    /// <summary>The schedule.</summary>
    public required long ScheduleId { get; init; }

    /// <summary>When it was due.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When it was dealt with.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Somebody asked for it.</summary>
    public bool IsManual { get; init; }

    /// <summary>Why it was not sent; null when it was.</summary>
    public ScheduleSkipReason? SkipReason { get; init; }

    /// <summary>Why it was not sent, in Korean; null when it was.</summary>
    public string? SkipDetail { get; init; }

    /// <summary>The message; null when it was not sent, or the message is no longer kept.</summary>
    public string? MessageId { get; init; }

    /// <summary>What is known of the message; null when there is none.</summary>
    public DeliveryState? State { get; init; }

    /// <summary>Why it is in that state.</summary>
    public DeliveryReason Reason { get; init; }

    /// <summary>When the last part was handed to the phone's socket; null before that.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>When the message came to its end; null before that.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
