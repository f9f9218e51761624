using Domaeka.Core.Approval;
using Domaeka.Core.Delivery;

namespace Domaeka.Core.Events;

/// <summary>A row of <c>dk_events</c>. Chat lines are events too, but stay where they are, in <c>kb_chat_logs</c>.</summary>
public sealed record ServerEvent
{
    /// <summary>Its place in the order of events; given by the store, 0 before that.</summary>
    public long Id { get; init; }

    /// <summary>What kind.</summary>
    public required ServerEventKind Kind { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The bot.</summary>
    public required string BotName { get; init; }

    /// <summary>The room's channel; null for presence and for devices.</summary>
    public string? ChannelId { get; init; }

    /// <summary>The phone; null for rooms, and for a message before a phone is chosen.</summary>
    public string? DeviceId { get; init; }

    /// <summary>The message's id; null for other kinds.</summary>
    public string? MessageId { get; init; }

    /// <summary>The message's state behind the event; null for other kinds.</summary>
    public DeliveryState? State { get; init; }

    /// <summary>Why it is in that state.</summary>
    public DeliveryReason Reason { get; init; }

    /// <summary>How many parts of the message were confirmed behind the event.</summary>
    public int PartsConfirmed { get; init; }

    /// <summary>The schedule that sent the message; null when none did, and for other kinds.</summary>
    public long? ScheduleId { get; init; }

    /// <summary>The new status of the device or room; null for other kinds, and when the row vanished.</summary>
    public ApprovalStatus? Status { get; init; }

    /// <summary>Whether the phone is connected now; null for other kinds.</summary>
    public bool? IsOnline { get; init; }
}
