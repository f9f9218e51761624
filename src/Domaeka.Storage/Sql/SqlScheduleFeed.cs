using Domaeka.Core.Scheduling;

namespace Domaeka.Storage.Sql;

/// <summary><c>dk_schedule_changes</c>, where numbers become visible in their order: one writes at a time.</summary>
internal sealed class SqlScheduleFeed(ISqlDatabase database) : IScheduleFeed
{
    public Task<long> ReadPositionAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ScalarAsync<long>("SELECT coalesce(max(id), 0) FROM dk_schedule_changes"), cancellationToken);

    public async Task<IReadOnlyList<ScheduleChange>> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.ListAsync(
                "SELECT id, schedule_id FROM dk_schedule_changes WHERE id > @after ORDER BY id LIMIT @limit",
                new { after, limit },
                row => new ScheduleChange(row.GetInt64(0), row.GetInt64(1))),
            cancellationToken);
}
