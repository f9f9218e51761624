using Domaeka.Core.Processes;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sql;

/// <summary><c>dk_process_load</c>, and the columns of <c>kb_servers</c> that tell about phones.</summary>
internal sealed class SqlServerLoadStore(ISqlDatabase database) : IServerLoadStore
{
    public Task<ServerLoad?> ReportAsync(ProcessLoad load, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            load.ProcessName,
            load.ServerId,
            load.LiveBots,
            load.TakenPlaces,
            At = StoredTime.ToText(load.At),
            Since = StoredTime.ToText(since),
        };
        return database.WriteAsync(
            async session =>
            {
                // First of all the lock of the server's row, which puts the reports of its processes one behind the other.
                var isKnown = load.ServerId is not null && await session.ExecuteAsync(
                    $"UPDATE kb_servers SET current_bots = current_bots WHERE {database.Facts.ServerKey} = @ServerId", parameters) > 0;
                await session.ExecuteAsync(
                    $"""
                    INSERT INTO dk_process_load (process_name, server_id, live_bots, taken_places, reported_at)
                    VALUES (@ProcessName, @ServerId, @LiveBots, @TakenPlaces, @At)
                    {database.Dialect.Replace("process_name", "server_id", "live_bots", "taken_places", "reported_at")}
                    """,
                    parameters);
                if (!isKnown)
                    return null;

                await session.ExecuteAsync(
                    $"""
                    UPDATE kb_servers SET last_heartbeat = @At, current_bots = (
                        SELECT coalesce(sum(live_bots), 0) FROM dk_process_load WHERE server_id = @ServerId AND reported_at >= @Since)
                    WHERE {database.Facts.ServerKey} = @ServerId
                    """,
                    parameters);
                return await ReadAsync(session, load.ServerId!.Value, load.ProcessName, since);
            },
            cancellationToken);
    }

    public Task<ServerLoad?> ReadAsync(long serverId, string processName, DateTimeOffset since, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ReadAsync(session, serverId, processName, since), cancellationToken);

    private Task<ServerLoad?> ReadAsync(SqlSession session, long serverId, string processName, DateTimeOffset since) => session.FirstAsync(
        $"""
        SELECT server_host, status, is_active, max_bots, (
            SELECT coalesce(sum(taken_places), 0) FROM dk_process_load
            WHERE server_id = @serverId AND process_name <> @processName AND reported_at >= @since)
        FROM kb_servers WHERE {database.Facts.ServerKey} = @serverId
        """,
        new { serverId, processName, since = StoredTime.ToText(since) },
        row => new ServerLoad
        {
            ServerId = serverId,
            Host = row.FilledText(0),
            Availability = ProcessServerRow.ToAvailability(row.Text(1), row.Real(2)),
            MaxBots = row.PositiveInt(3),
            TakenElsewhere = row.Int(4) ?? 0,
        });
}
