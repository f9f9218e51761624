using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>A message that has not come to its end. Guarded by the engine's lock.</summary>
internal sealed class PendingMessage(OutboxHeader header, RoomQueue queue, TimeSpan ageing)
{
    /// <summary>What is stored of it, with the progress that was submitted last.</summary>
    public OutboxHeader Header { get; set; } = header;

    public RoomQueue Queue { get; } = queue;

    public MessagePhase Phase { get; set; }

    /// <summary>The content; null while it is only in the store.</summary>
    public IReadOnlyList<MessagePart>? Parts { get; set; }

    /// <summary>The attempt under way; null when none is.</summary>
    public DeliveryAttempt? Attempt { get; set; }

    /// <summary>The connection of the attempt under way.</summary>
    public IPhoneConnection? Connection { get; set; }

    /// <summary>The lane whose window it occupies; null when it occupies none.</summary>
    public DeviceLane? Lane { get; set; }

    /// <summary>Something of the attempt under way may have left.</summary>
    public bool HasBegun { get; set; }

    /// <summary>When the next part may go; null when at once.</summary>
    public DateTimeOffset? RestUntil { get; set; } = header.NotBefore;

    /// <summary>Since when it could go if nothing stood in its way.</summary>
    public DateTimeOffset ReadySince { get; set; } = header.NotBefore > header.CreatedAt ? header.NotBefore.Value : header.CreatedAt;

    /// <summary>When the engine looks at it again by itself; null when it need not.</summary>
    public DateTimeOffset? WakeAt { get; set; }

    /// <summary>When it was taken in, the room's lane was known to be this instance's.</summary>
    public bool IsLaneKnown { get; set; }

    /// <summary>Somebody wants it back, and waits to hear whether that came in time.</summary>
    public TaskCompletionSource<CancelOutcome>? Cancellation { get; set; }

    public DeliveryProgress Progress
    {
        get => Header.Progress;
        set => Header = Header with { Progress = value };
    }

    public long Sequence => Header.Sequence;

    /// <summary>The smaller goes first. Each step of priority counts as much as having waited for <c>PriorityAgeing</c>.</summary>
    public long Rank => ReadySince.UtcTicks + ((int)Header.Priority * ageing.Ticks);

    public MessagePart? CurrentPart => Parts?[Progress.PartsConfirmed];

    public bool IsMedia => CurrentPart?.Content is MediaContent;

    public bool HasSeveralParts => Header.PartCount > 1;
}
