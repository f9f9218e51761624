using Domaeka.Core.Approval;

namespace Domaeka.Core.Rooms;

/// <summary>Which rooms to list, in the order of their keys (bot, then channel; ordinal).</summary>
public sealed record RoomQuery
{
    /// <summary>Only this bot's; null means every bot's.</summary>
    public string? BotName { get; init; }

    /// <summary>Only with this status; null means any.</summary>
    public ApprovalStatus? Status { get; init; }

    /// <summary>Only those behind this key (keyset paging); null starts at the beginning.</summary>
    public RoomKey? After { get; init; }

    /// <summary>At most so many, 1 to 1,000 (default: 50).</summary>
    public int Limit { get; init; } = 50;
}
