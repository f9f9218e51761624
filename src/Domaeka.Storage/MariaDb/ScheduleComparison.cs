using Domaeka.Core.Scheduling;

namespace Domaeka.Storage.MariaDb;

/// <summary>
/// Notices changes of <c>kb_schedule</c> where there can be no triggers, by comparing a sum over each active row with that of the time before. That
/// costs a look at every active row each time; the server's own edits are noticed like those of others.
/// </summary>
internal sealed class ScheduleComparison(MariaDbDatabase database)
{
    private static readonly string[] Columns =
    [
        "s.target_bot_name", "s.target_device_id", "s.target_room_id", "s.schedule_type", "s.schedule_date", "s.schedule_time", "s.schedule_times",
        "s.schedule_weekdays", "s.valid_from", "s.valid_until", "d.cron", "d.misfire", "d.misfire_seconds",
    ];

    private static readonly string Select = $"""
        SELECT s.id, crc32(concat_ws('|', {string.Join(", ", Columns.Select(column => $"coalesce(CAST({column} AS BINARY), '-')"))}))
        FROM kb_schedule s LEFT JOIN dk_schedules d ON d.schedule_id = s.id
        WHERE lower(trim(s.status)) = 'active'
        """;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<ScheduleChange> _changes = [];
    private Dictionary<long, long>? _sums;
    private long _position;

    /// <inheritdoc cref="IScheduleStore.ReadChangePositionAsync"/>
    public async Task<long> ReadPositionAsync(CancellationToken cancellationToken)
    {
        await CompareAsync(cancellationToken);
        return _position;
    }

    /// <inheritdoc cref="IScheduleStore.ReadChangesAsync"/>
    public async Task<IReadOnlyList<ScheduleChange>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        await CompareAsync(cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _changes.RemoveAll(change => change.Position <= after);
            return [.. _changes.Take(limit)];
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var rows = await database.ReadAsync(
                (MariaDbSession session) => session.ListAsync(Select, row => (Id: row.Int64(0), Sum: row.Int64(1)), cancellationToken), cancellationToken);
            var now = rows.ToDictionary(row => row.Id, row => row.Sum);
            if (_sums is { } before)
            {
                var changed = now.Where(row => before.GetValueOrDefault(row.Key, -1) != row.Value).Select(row => row.Key);
                foreach (var id in changed.Concat(before.Keys.Where(id => !now.ContainsKey(id))))
                    _changes.Add(new ScheduleChange(++_position, id));
            }

            _sums = now;
        }
        finally
        {
            _turn.Release();
        }
    }
}
