using Dapper;
using Domaeka.Core.Monitoring;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sql;

/// <summary><c>kb_ping_monitor</c> and <c>kb_system_monitor</c>.</summary>
internal sealed class SqlMonitorStore(ISqlDatabase database) : IMonitorStore
{
    /// <summary>Few: SQLite looks each parameter up by its name among all of them, so the time for a row grows with the rows beside it.</summary>
    private const int MaxRowsPerStatement = 4;

    // Some databases have a name of their own for the time, and a web admin that reads it.
    private string InsertSample => database.Facts.SampleTimeColumn is { } column ? SampleInsert($", `{column}`", ", @At") : SampleInsert("", "");

    public async Task AppendPingsAsync(IReadOnlyList<PingRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count > 0)
            await database.WriteAsync(session => AppendAsync(session, records), cancellationToken);
    }

    public Task AddSystemSampleAsync(SystemSample sample, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync(
            InsertSample,
            new
            {
                ServerName = MonitorValue.Text(sample.ServerName, 100),
                CpuPercent = MonitorValue.Percent(sample.CpuPercent),
                MemoryTotal = MonitorValue.Megabytes(sample.MemoryTotalMegabytes),
                MemoryUsed = MonitorValue.Megabytes(sample.MemoryUsedMegabytes),
                MemoryPercent = MonitorValue.Percent(sample.MemoryPercent),
                DiskPercent = MonitorValue.Percent(sample.DiskPercent),
                sample.Connections,
                sample.QueueLength,
                At = StoredTime.ToText(sample.At),
            }),
        cancellationToken);

    public Task<int> PurgePingsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        PurgeAsync("kb_ping_monitor", "ping_timestamp", before, limit, cancellationToken);

    public Task<int> PurgeSystemSamplesAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        PurgeAsync("kb_system_monitor", "created_at", before, limit, cancellationToken);

    private Task<int> PurgeAsync(string table, string column, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                database.Dialect.DeleteOldest(table, column, "rowid", limit), new { before = StoredTime.ToText(before) }),
            cancellationToken);

    private static string SampleInsert(string furtherColumn, string furtherValue) =>
        $"""
        INSERT INTO kb_system_monitor (
            server_name, cpu_percent, memory_total, memory_used, memory_percent, disk_usage_percent, active_connections, message_queue_size,
            created_at{furtherColumn})
        VALUES (
            @ServerName, @CpuPercent, @MemoryTotal, @MemoryUsed, @MemoryPercent, @DiskPercent, @Connections, @QueueLength, @At{furtherValue})
        """;

    private static async Task<bool> AppendAsync(SqlSession session, IReadOnlyList<PingRecord> records)
    {
        foreach (var chunk in records.Chunk(MaxRowsPerStatement))
        {
            var parameters = new DynamicParameters();
            for (var index = 0; index < chunk.Length; index++)
                PingMonitorRow.AddTo(parameters, index, chunk[index]);
            await session.ExecuteAsync(PingMonitorRow.InsertOf(chunk.Length), parameters);
        }

        return true;
    }
}
