using Domaeka.Core.Delivery;

namespace Domaeka.Core.Outbox;

/// <summary>Which messages to list, newest first. Every combination stays fast on ten million rows.</summary>
public sealed record OutboxQuery
{
    /// <summary>Only this bot's; null means every bot's.</summary>
    public string? BotName { get; init; }

    /// <summary>Only to this room, which needs <see cref="BotName"/>; null means to any.</summary>
    public string? ChannelId { get; init; }

    /// <summary>Only in this state; null means in any.</summary>
    public DeliveryState? State { get; init; }

    /// <summary>Only those of this schedule; null means any.</summary>
    public long? ScheduleId { get; init; }

    /// <summary>Only accepted at this time or later; null means no bound.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Only accepted before this time; null means no bound.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Only those accepted before the message with this number (keyset paging); null starts with the newest.</summary>
    public long? BeforeSequence { get; init; }

    /// <summary>False leaves the contents out, which may be long: then no message has parts (default: true).</summary>
    public bool WithContents { get; init; } = true;

    /// <summary>At most so many, 1 to 1,000 (default: 50).</summary>
    public int Limit { get; init; } = 50;
}
