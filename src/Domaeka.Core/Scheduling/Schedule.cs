using Domaeka.Core.Rooms;

namespace Domaeka.Core.Scheduling;

/// <summary>A row of <c>kb_schedule</c> with what <c>dk_schedules</c> adds to it.</summary>
public sealed record Schedule
{
    /// <summary><c>kb_schedule.id</c>; 0 before it is stored.</summary>
    public long Id { get; init; }

    /// <summary>Its title; empty when it has none.</summary>
    public string Title { get; init; } = "";

    /// <summary>A note; empty when there is none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where it is sent. A row without a bot or a room has empty names.</summary>
    public required RoomKey Room { get; init; }

    /// <summary>The phone that it should go through while that one can; null leaves the choice to the server.</summary>
    public string? DeviceId { get; init; }

    /// <summary>When it comes due; null when the columns make no sense (<see cref="Problem"/>).</summary>
    public ScheduleTiming? Timing { get; init; }

    /// <summary>Why there is no <see cref="Timing"/>, in Korean; null when there is one.</summary>
    public string? Problem { get; init; }

    /// <summary>What it sends; null when it was not read.</summary>
    public ScheduleContent? Content { get; init; }

    /// <summary>What becomes of occurrences that were missed; null means the server's default (<see cref="SchedulingOptions.LateTolerance"/>).</summary>
    public MisfirePolicy? Misfire { get; init; }

    /// <summary>How long after its time a notice that waits for its phone stays good; null means the outbox's default.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>What it is doing.</summary>
    public ScheduleStatus Status { get; init; } = ScheduleStatus.Active;

    /// <summary>When the row was made; null when the table does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it last changed; null when never, or not recorded.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it was last sent (<c>last_sent_at</c>); null when never.</summary>
    public DateTimeOffset? LastSentAt { get; init; }

    /// <summary>How often it was sent (<c>send_count</c>).</summary>
    public int SendCount { get; init; }

    /// <summary>When it last became active again; null when it never was paused.</summary>
    public DateTimeOffset? ResumedAt { get; init; }

    /// <summary>When its times were last set, by its insertion or an edit; null when that was before the server kept record.</summary>
    public DateTimeOffset? TimedAt { get; init; }

    /// <summary>The latest occurrence that was dealt with, sent or skipped; null when there is none. Manual runs do not count.</summary>
    public DateTimeOffset? LastDueAt { get; init; }
}
