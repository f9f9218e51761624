using Domaeka.Core.Rooms;

namespace Domaeka.Core.Scheduling;

/// <summary>A partial change of a schedule. A property that is null leaves what it stands for as it is.</summary>
public sealed record ScheduleUpdate
{
    /// <summary>The new title.</summary>
    public string? Title { get; init; }

    /// <summary>The new note; empty clears it.</summary>
    public string? Description { get; init; }

    /// <summary>Where it is sent.</summary>
    public RoomKey? Room { get; init; }

    /// <summary>The preferred phone; empty leaves the choice to the server.</summary>
    public string? DeviceId { get; init; }

    /// <summary>When it comes due.</summary>
    public ScheduleTiming? Timing { get; init; }

    /// <summary>What it sends, as a whole.</summary>
    public ScheduleContent? Content { get; init; }

    /// <summary>True: <see cref="Misfire"/> is set, null for the server's default.</summary>
    public bool SetsMisfire { get; init; }

    /// <summary>What becomes of occurrences that were missed.</summary>
    public MisfirePolicy? Misfire { get; init; }

    /// <summary>True: <see cref="TimeToLive"/> is set, null for the outbox's default.</summary>
    public bool SetsTimeToLive { get; init; }

    /// <summary>How long a waiting notice stays good.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>What it is to do. Becoming active notes the time, so that what came due while it was paused is not sent.</summary>
    public ScheduleStatus? Status { get; init; }

    /// <summary>When it is due next after the change, stored as <c>next_send_at</c>; stored only together with a timing or status.</summary>
    public DateTimeOffset? NextDueAt { get; init; }
}
