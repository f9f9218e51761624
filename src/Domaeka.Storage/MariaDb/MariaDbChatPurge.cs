using Domaeka.Core.Rooms;

namespace Domaeka.Storage.MariaDb;

/// <summary>Deletes a room's old lines. They are found through the index over the room, from the oldest on, never by a scan of the log.</summary>
internal static class MariaDbChatPurge
{
    /// <summary>
    /// How many lines in a row that are to stay end the search. More than one, because clocks are set right: a few lines of a wrong time must
    /// not keep all those behind them.
    /// </summary>
    private const int MaxYoung = 256;

    private const int Step = 1_000;

    // A line without a time, or with one that is none, stays. The newest line of the log stays too: whoever reads on from a number relies on it.
    private const string IsOld = "server_timestamp < @before AND server_timestamp > '0001-01-01' AND id < (SELECT newest FROM (SELECT max(id) AS newest FROM kb_chat_logs) AS log)";

    /// <summary>The numbers of lines from before that time, oldest first, at most <paramref name="limit"/>.</summary>
    public static async Task<List<long>> FindAsync(
        MariaDbSession session, MariaDbChatTable table, RoomKey room, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var found = new List<long>();
        var (after, young) = (0L, 0);
        while (true)
        {
            var rows = await session.ListAsync(
                $"SELECT id, coalesce({IsOld}, 0) FROM kb_chat_logs FORCE INDEX ({table.RoomIndex}) WHERE {table.OfRoom} AND id > {after} ORDER BY id LIMIT {Step}",
                row => (Id: row.Int64(0), IsOld: row.Int64(1) != 0),
                cancellationToken,
                ("@channel", room.ChannelId),
                ("@bot", room.BotName),
                ("@before", before));
            foreach (var row in rows)
            {
                young = row.IsOld ? 0 : young + 1;
                if (row.IsOld)
                    found.Add(row.Id);
                if (found.Count == limit || young == MaxYoung)
                    return found;
                after = row.Id;
            }

            if (rows.Count < Step)
                return found;
        }
    }

    /// <summary>Deletes the lines that <see cref="FindAsync"/> has found, if they are still what they were.</summary>
    /// <returns>How many were there.</returns>
    public static async Task<int> DeleteAsync(MariaDbSession session, MariaDbChatTable table, RoomKey room, DateTimeOffset before, List<long> found)
    {
        var deleted = 0;
        foreach (var ids in found.Chunk(Step))
        {
            deleted += await session.ExecuteAsync(
                $"DELETE FROM kb_chat_logs WHERE id IN ({string.Join(',', ids)}) AND {table.OfRoom} AND {IsOld}",
                default,
                ("@channel", room.ChannelId),
                ("@bot", room.BotName),
                ("@before", before));
        }

        return deleted;
    }
}
