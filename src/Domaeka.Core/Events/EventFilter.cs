namespace Domaeka.Core.Events;

/// <summary>Which events a stream wants. An empty set means any.</summary>
public sealed record EventFilter
{
    /// <summary>Only these kinds.</summary>
    public IReadOnlySet<ServerEventKind> Kinds { get; init; } = new HashSet<ServerEventKind>();

    /// <summary>Only this bot's; null means any.</summary>
    public string? BotName { get; init; }

    /// <summary>Only of this room, which needs <see cref="BotName"/>; null means any.</summary>
    public string? ChannelId { get; init; }

    /// <summary>Only of this phone; null means any. Does not narrow chat lines, which do not say which phone brought them.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Only of these messages.</summary>
    public IReadOnlySet<string> MessageIds { get; init; } = new HashSet<string>();

    /// <summary>Only of messages of this schedule; null means any.</summary>
    public long? ScheduleId { get; init; }
}
