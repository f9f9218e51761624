namespace Domaeka.Core.Scheduling;

/// <summary>Which schedules to list, in the order of their ids.</summary>
public sealed record ScheduleQuery
{
    /// <summary>Only this bot's; null means every bot's.</summary>
    public string? BotName { get; init; }

    /// <summary>Only this room's, together with <see cref="BotName"/>; null means every room's.</summary>
    public string? ChannelId { get; init; }

    /// <summary>Only with this status; null means any.</summary>
    public ScheduleStatus? Status { get; init; }

    /// <summary>Only those behind this id; 0 starts at the beginning.</summary>
    public long AfterId { get; init; }

    /// <summary>At most so many, 1 to 1,000 (default: 50).</summary>
    public int Limit { get; init; } = 50;
}
