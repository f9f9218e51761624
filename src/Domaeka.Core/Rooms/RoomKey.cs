namespace Domaeka.Core.Rooms;

/// <summary>One KakaoTalk room as one bot sees it: two bots can sit in the same room.</summary>
/// <param name="BotName">The bot's name.</param>
/// <param name="ChannelId">The KakaoTalk channel id as a string, or a name-based stand-in; see <see cref="ForName"/>.</param>
public readonly record struct RoomKey(string BotName, string ChannelId)
{
    /// <summary>What a name-based stand-in for a channel id starts with. KakaoTalk's own ids are digits, so the two cannot meet.</summary>
    public const string NamePrefix = "name:";

    /// <summary>Longest channel id that every table in the field holds, in characters.</summary>
    public const int MaxChannelIdLength = 50;

    private const int KeptNameLength = 28;

    /// <summary>True when the phone gave no channel id, so that the room is known by its name alone.</summary>
    public bool IsByName => ChannelId.StartsWith(NamePrefix, StringComparison.Ordinal);

    /// <summary>
    /// The key of a room whose chat lines carry no channel id (<c>docs/protocol.md</c>: it may be null). Such a room is a row of its own and is
    /// approved like any other; it is never mixed up with a room of the same name that has an id. Long names are cut and told
    /// apart by a hash, so that the key fits the narrowest column in the field.
    /// </summary>
    public static RoomKey ForName(string botName, string roomName)
    {
        if (NamePrefix.Length + roomName.Length <= MaxChannelIdLength)
            return new RoomKey(botName, NamePrefix + roomName);

        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(roomName));
        return new RoomKey(botName, $"{NamePrefix}{roomName.AsSpan(0, KeptNameLength)}~{Convert.ToHexStringLower(hash.AsSpan(0, 8))}");
    }

    /// <summary><c>bot/channel</c>, for logs.</summary>
    public override string ToString() => $"{BotName}/{ChannelId}";
}
