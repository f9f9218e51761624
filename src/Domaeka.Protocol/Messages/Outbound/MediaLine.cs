namespace Domaeka.Protocol.Messages;

/// <summary>
/// Pictures or files for a room. The script blocks over it for its wait plus about 1.2 s before it works on.
/// Equality compares <see cref="Items"/> by reference.
/// </summary>
public sealed record MediaLine : OutboundLine
{
    private readonly IReadOnlyList<MediaItem> _items = [];

    /// <summary>Name of the room; used by the script when it does not know the channel.</summary>
    public required string Room { get; init; }

    /// <summary>KakaoTalk's id of the room, digits; the scripts address media by it. Null: the script looks the name up.</summary>
    public string? ChannelId { get; init; }

    /// <summary>Name of the bot; v3.3 only. Null leaves it out.</summary>
    public string? BotName { get; init; }

    /// <summary>What the items are. Decoded from a legacy line it is always <see cref="MediaKind.Image"/>.</summary>
    public MediaKind Kind { get; init; }

    /// <summary>File format such as <c>png</c> (<c>message_format</c>); v3.3 only. Null leaves it out.</summary>
    public string? Format { get; init; }

    /// <summary>The items: at least one, all of them addresses or all of them bytes.</summary>
    /// <exception cref="ArgumentException">The list is empty or mixed.</exception>
    public required IReadOnlyList<MediaItem> Items
    {
        get => _items;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count == 0 || value.Any(item => item.Url is null != (value[0].Url is null)))
                throw new ArgumentException("Media needs at least one item, and items of one sort.", nameof(value));
            _items = value;
        }
    }

    /// <summary>How long the script waits after sending. Null or not positive: the script's own 4 s (one item) or 3 to 15 s.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>The event to send it under. (default: <c>messageResponse</c>)</summary>
    public ResponseEvent Event { get; init; }
}
