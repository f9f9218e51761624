namespace Domaeka.Core.Rooms;

/// <summary>What a room's chat log keeps: <c>kb_rooms.log_settings</c>, JSON <c>{"enabled":bool,"retention_days":int}</c>.</summary>
/// <param name="Enabled">False: plain chat is not logged. A line that is answered always is, as the record of the answer.</param>
/// <param name="RetentionDays">Days after which lines may be purged, 1 or more; null keeps them for ever.</param>
public sealed record RoomLogSettings(bool Enabled, int? RetentionDays)
{
    /// <summary>Logged, kept for ever: what holds for a room without settings or with unreadable ones.</summary>
    public static RoomLogSettings Default { get; } = new(true, null);
}
