using Domaeka.Core.Rooms;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sql;

/// <summary><c>dk_room_devices</c>.</summary>
internal sealed class SqlRoomPresenceStore(ISqlDatabase database) : IRoomPresenceStore
{
    private const string SelectAll = "SELECT bot_name, channel_id, device_id, room_name, last_seen_at FROM dk_room_devices";

    /// <summary>Few, as in <see cref="SqlMonitorStore"/>.</summary>
    private const int MaxRowsPerStatement = 10;

    public async Task<IReadOnlyList<RoomPresence>> LoadAllAsync(CancellationToken cancellationToken) => await database.ReadAsync(
        session => session.ListAsync(
            SelectAll,
            null,
            row => new RoomPresence(
                new RoomKey(row.Text(0) ?? "", row.Text(1) ?? ""),
                row.Text(2) ?? "",
                row.Text(3) ?? "",

                // A time that cannot be read is long past: another phone in the room goes first.
                row.TimeOrEpoch(4))),
        cancellationToken);

    public async Task SaveAsync(IReadOnlyList<RoomPresence> rows, CancellationToken cancellationToken)
    {
        if (rows.Count > 0)
            await database.WriteAsync(session => SaveAsync(session, rows), cancellationToken);
    }

    public Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync(
            database.Dialect.DeleteOldest("dk_room_devices", "last_seen_at", "bot_name, channel_id, device_id", limit),
            new { before = StoredTime.ToText(before) }),
        cancellationToken);

    private async Task<bool> SaveAsync(SqlSession session, IReadOnlyList<RoomPresence> rows)
    {
        var replace = database.Dialect.Replace("bot_name, channel_id, device_id", "room_name", "last_seen_at");
        foreach (var chunk in rows.Chunk(MaxRowsPerStatement))
        {
            var parameters = new Dapper.DynamicParameters();
            for (var index = 0; index < chunk.Length; index++)
            {
                parameters.Add($"bot{index}", chunk[index].Room.BotName);
                parameters.Add($"channel{index}", chunk[index].Room.ChannelId);
                parameters.Add($"device{index}", chunk[index].DeviceId);
                parameters.Add($"room{index}", chunk[index].RoomName);
                parameters.Add($"seen{index}", StoredTime.ToText(chunk[index].LastSeenAt));
            }

            var values = string.Join(", ", Enumerable.Range(0, chunk.Length).Select(
                index => $"(@bot{index}, @channel{index}, @device{index}, @room{index}, @seen{index})"));
            await session.ExecuteAsync(
                $"INSERT INTO dk_room_devices (bot_name, channel_id, device_id, room_name, last_seen_at) VALUES {values} {replace}", parameters);
        }

        return true;
    }
}
