using Domaeka.Core.Processes;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sql;

/// <summary>
/// <c>kb_server_processes</c>. The columns that the contract does not know (server, type, mode, supervisor) belong to the web
/// admin: a report leaves them as they are.
/// </summary>
internal sealed class SqlServerProcessStore(ISqlDatabase database, TimeProvider time) : IServerProcessStore
{
    // What the columns of the reference hold.
    private const double MaxCpuPercent = 999.99;
    private const double MaxMemoryMegabytes = 99_999_999.99;

    private string Select => ServerProcessRow.Select(database.Dialect, database.Facts);

    public Task ReportAsync(ServerProcess process, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            process.Name,
            process.Pid,
            process.Port,
            Status = ServerProcessRow.ToWord(process.Status),
            LastHeartbeat = StoredTime.ToText(process.LastHeartbeat),
            CpuUsagePercent = Math.Min(process.CpuUsagePercent, MaxCpuPercent),
            MemoryUsageMegabytes = Math.Min(process.MemoryUsageMegabytes, MaxMemoryMegabytes),
            At = StoredTime.ToText(time.GetUtcNow()),
            StartAt = process.Status == ServerProcessStatus.Starting ? StoredTime.ToText(process.LastHeartbeat) : null,
            StopAt = process.Status is ServerProcessStatus.Stopped or ServerProcessStatus.Error ? StoredTime.ToText(process.LastHeartbeat) : null,
        };
        return database.WriteAsync(
            async session =>
            {
                var updated = await session.ExecuteAsync(
                    """
                    UPDATE kb_server_processes SET
                        pid = @Pid, port = @Port, status = @Status, last_heartbeat = @LastHeartbeat,
                        cpu_usage = @CpuUsagePercent, memory_usage = @MemoryUsageMegabytes, updated_at = @At,
                        last_start_at = coalesce(@StartAt, last_start_at), last_stop_at = coalesce(@StopAt, last_stop_at)
                    WHERE process_name = @Name
                    """,
                    parameters);
                return updated > 0 ? updated : await session.ExecuteAsync(
                    """
                    INSERT INTO kb_server_processes (
                        process_name, process_type, type, pid, port, status, last_heartbeat, cpu_usage, memory_usage, last_start_at, last_stop_at,
                        created_at, updated_at)
                    VALUES (
                        @Name, 'main', 'live', @Pid, @Port, @Status, @LastHeartbeat, @CpuUsagePercent, @MemoryUsageMegabytes, @StartAt, @StopAt,
                        @At, @At)
                    """,
                    parameters);
            },
            cancellationToken);
    }

    public Task<ServerProcess?> FindAsync(string name, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FirstAsync(Select + " WHERE p.process_name = @name", new { name }, ServerProcessRow.Read),
        cancellationToken);

    public async Task<IReadOnlyList<ServerProcess>> ListAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.ListAsync(Select + " ORDER BY p.process_name", null, ServerProcessRow.Read), cancellationToken);

    public Task<bool> TryMarkCrashedAsync(ServerProcess seen, CancellationToken cancellationToken) => database.WriteAsync(
        async session => await session.ExecuteAsync(
            """
            UPDATE kb_server_processes SET status = 'crashed', updated_at = @At
            WHERE process_name = @Name AND status = 'running' AND coalesce(pid, 0) = @Pid
                AND (last_heartbeat IS NULL OR last_heartbeat <= @LastHeartbeat)
            """,
            new
            {
                seen.Name,
                seen.Pid,
                LastHeartbeat = StoredTime.ToText(seen.LastHeartbeat),
                At = StoredTime.ToText(time.GetUtcNow()),
            }) > 0,
        cancellationToken);
}
