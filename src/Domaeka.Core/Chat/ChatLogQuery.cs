namespace Domaeka.Core.Chat;

/// <summary>Which chat lines to list, newest first. A page costs the same however many lines are stored: see <see cref="ChatLogPage"/>.</summary>
public sealed record ChatLogQuery
{
    /// <summary>Only this bot's; null means every bot's.</summary>
    public string? BotName { get; init; }

    /// <summary>Only of this room, which needs <see cref="BotName"/>; null means of any.</summary>
    public string? ChannelId { get; init; }

    /// <summary>Only by this sender: the whole name, or the user hash; upper and lower case differ. Null means by anybody.</summary>
    public string? Sender { get; init; }

    /// <summary>Only with this text in them, upper and lower case differ; null means with any.</summary>
    public string? Text { get; init; }

    /// <summary>True: only our bot's own. False: only those of others. Null: both.</summary>
    public bool? IsOurBotResponse { get; init; }

    /// <summary>Only with a <see cref="ChatLogEntry.ServerTimestamp"/> of this time or later; null means no bound.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only with a <see cref="ChatLogEntry.ServerTimestamp"/> before this time; null means no bound.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Only those stored before the line with this number (keyset paging); null starts with the newest.</summary>
    public long? BeforeId { get; init; }

    /// <summary>At most so many, 1 to 1,000 (default: 50).</summary>
    public int Limit { get; init; } = 50;
}
