using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;

namespace Domaeka.Core.Chat;

/// <summary>A chat line that a phone brought, its signature already checked where one is required.</summary>
public sealed record ChatLine
{
    /// <summary>The device that brought it.</summary>
    public required DeviceKey Device { get; init; }

    /// <summary>KakaoTalk's channel id; null when the phone does not know it.</summary>
    public string? ChannelId { get; init; }

    /// <summary>The room's name.</summary>
    public required string RoomName { get; init; }

    /// <summary>What was said, up to 65,000 UTF-16 units.</summary>
    public required string Text { get; init; }

    /// <summary>Who said it.</summary>
    public required string Sender { get; init; }

    /// <summary>The sender's id within the room; null when the phone gave none.</summary>
    public string? UserHash { get; init; }

    /// <summary>KakaoTalk's id of the message; null when the phone gave none.</summary>
    public string? LogId { get; init; }

    /// <summary>
    /// What tells this line from another when there is no <see cref="LogId"/>, such as its signature; null when nothing does, and the
    /// line is then never taken for a duplicate.
    /// </summary>
    public string? Fingerprint { get; init; }

    /// <summary>The bot was mentioned.</summary>
    public bool IsMention { get; init; }

    /// <summary>A group room, not a talk between two.</summary>
    public bool IsGroupChat { get; init; }

    /// <summary>When the phone says it was said; null when it did not say, or not readably.</summary>
    public DateTimeOffset? ClientTimestamp { get; init; }

    /// <summary>The room: by channel id, or by name where there is none.</summary>
    public RoomKey Room => string.IsNullOrEmpty(ChannelId)
        ? RoomKey.ForName(Device.BotName, RoomName)
        : new RoomKey(Device.BotName, ChannelId);
}
