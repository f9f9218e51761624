using Domaeka.Core.Rooms;

namespace Domaeka.Storage.Sqlite;

/// <summary><c>dk_room_devices</c>.</summary>
internal sealed class SqliteRoomPresenceStore(SqliteDatabase database) : IRoomPresenceStore
{
    private const string SelectAll = "SELECT bot_name, channel_id, device_id, room_name, last_seen_at FROM dk_room_devices";

    private const string Put = """
        INSERT INTO dk_room_devices (bot_name, channel_id, device_id, room_name, last_seen_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (bot_name, channel_id, device_id) DO UPDATE SET room_name = excluded.room_name, last_seen_at = excluded.last_seen_at
        """;

    public async Task<IReadOnlyList<RoomPresence>> LoadAllAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(session => session.Statement(SelectAll).List(Read), cancellationToken);

    public async Task SaveAsync(IReadOnlyList<RoomPresence> rows, CancellationToken cancellationToken)
    {
        if (rows.Count > 0)
            await database.WriteAsync(session => Save(session, rows), cancellationToken);
    }

    private static int Save(SqliteSession session, IReadOnlyList<RoomPresence> rows)
    {
        var put = session.Statement(Put);
        foreach (var row in rows)
        {
            put.Bind(1, row.Room.BotName);
            put.Bind(2, row.Room.ChannelId);
            put.Bind(3, row.DeviceId);
            put.Bind(4, row.RoomName);
            put.Bind(5, row.LastSeenAt);
            put.Execute();
        }

        return rows.Count;
    }

    // A time that cannot be read is long past: another phone in the room goes first.
    private static RoomPresence Read(SqliteStatement row) => new(
        new RoomKey(row.Text(0) ?? "", row.Text(1) ?? ""), row.Text(2) ?? "", row.Text(3) ?? "", row.Time(4) ?? DateTimeOffset.UnixEpoch);
}
