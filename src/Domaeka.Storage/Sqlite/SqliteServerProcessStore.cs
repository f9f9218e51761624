using Dapper;
using Domaeka.Core.Processes;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sqlite;

/// <summary>
/// <c>kb_server_processes</c>. The columns that the contract does not know (server, type, mode, supervisor) belong to the web
/// admin: a report leaves them as they are.
/// </summary>
internal sealed class SqliteServerProcessStore(SqliteDatabase database, TimeProvider time) : IServerProcessStore
{
    private const string SelectAll = "SELECT " + ServerProcessRow.Columns + " FROM kb_server_processes ORDER BY process_name";

    public Task ReportAsync(ServerProcess process, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            process.Name,
            process.Pid,
            process.Port,
            Status = ServerProcessRow.ToWord(process.Status),
            LastHeartbeat = StoredTime.ToText(process.LastHeartbeat),
            process.CpuUsagePercent,
            process.MemoryUsageMegabytes,
            At = StoredTime.ToText(time.GetUtcNow()),
        };
        return database.WriteAsync(
            session =>
            {
                var updated = session.Connection.Execute(
                    """
                    UPDATE kb_server_processes SET
                        pid = @Pid, port = @Port, status = @Status, last_heartbeat = @LastHeartbeat,
                        cpu_usage = @CpuUsagePercent, memory_usage = @MemoryUsageMegabytes, updated_at = @At
                    WHERE process_name = @Name
                    """,
                    parameters);
                return updated > 0 ? updated : session.Connection.Execute(
                    """
                    INSERT INTO kb_server_processes (
                        process_name, process_type, type, pid, port, status, last_heartbeat, cpu_usage, memory_usage, created_at, updated_at)
                    VALUES (
                        @Name, 'main', 'live', @Pid, @Port, @Status, @LastHeartbeat, @CpuUsagePercent, @MemoryUsageMegabytes, @At, @At)
                    """,
                    parameters);
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<ServerProcess>> ListAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(session => session.List(SelectAll, null, ServerProcessRow.Read), cancellationToken);
}
