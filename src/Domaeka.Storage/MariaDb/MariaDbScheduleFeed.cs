using Domaeka.Core.Scheduling;

namespace Domaeka.Storage.MariaDb;

/// <summary>
/// <c>dk_schedule_changes</c>, which triggers fill inside the transactions of others: a small number may become visible behind a greater one. So
/// numbers that were missing are looked for again, until whoever has them must be done.
/// </summary>
internal sealed class MariaDbScheduleFeed(MariaDbDatabase database, TimeProvider time, ScheduleComparison comparison) : Sql.IScheduleFeed
{
    // A transaction of the shop's takes seconds; one that was rolled back leaves its numbers missing for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // More at once come from a jump of the numbers and not from transactions.
    private const int MaxMissing = 5_000;
    private const int LookBack = 1_000;
    private const int TimesTold = 3;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, (long Since, int Told)> _missing = [];
    private long _seen;

    public async Task<long> ReadPositionAsync(CancellationToken cancellationToken)
    {
        if (!database.Facts.HasScheduleTriggers)
            return await comparison.ReadPositionAsync(cancellationToken);

        var ids = await database.ReadAsync(
            (MariaDbSession session) => session.ListAsync(
                $"SELECT id FROM dk_schedule_changes ORDER BY id DESC LIMIT {LookBack}", row => row.Int64(0), cancellationToken),
            cancellationToken);
        if (ids.Count == 0)
            return 0;

        ids.Reverse();
        lock (_gate)
        {
            Note(ids[0], ids);
            return ids[^1];
        }
    }

    public async Task<IReadOnlyList<ScheduleChange>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        if (!database.Facts.HasScheduleTriggers)
            return await comparison.ReadAsync(after, limit, cancellationToken);

        var late = Late(after);
        var changes = await database.ReadAsync(
            async (MariaDbSession session) =>
            {
                const string Select = "SELECT id, schedule_id FROM dk_schedule_changes WHERE ";
                var missed = late.Count == 0 ? [] : await session.ListAsync(Select + $"id IN ({string.Join(',', late)}) ORDER BY id", Read, cancellationToken);
                var next = await session.ListAsync(Select + $"id > {after} ORDER BY id LIMIT {limit}", Read, cancellationToken);
                return (Missed: missed, Next: next);
            },
            cancellationToken);
        lock (_gate)
        {
            foreach (var change in changes.Missed)
                Told(change.Position);
            Note(Math.Max(after, _seen), [.. changes.Next.Select(change => change.Position)]);
        }

        // Their place is that of the reader: it must not go back.
        return [.. changes.Missed.Select(change => change with { Position = after }), .. changes.Next];
    }

    private static ScheduleChange Read(MariaDbRow row) => new(row.Int64(0), row.Int64(1));

    private List<long> Late(long after)
    {
        lock (_gate)
        {
            foreach (var (id, entry) in _missing.ToList())
            {
                if (time.GetElapsedTime(entry.Since) > Patience)
                    _missing.Remove(id);
            }

            return [.. _missing.Keys.Where(id => id <= after)];
        }
    }

    // More than once, since the reader may fail behind it and keeps no place for it.
    private void Told(long id)
    {
        if (!_missing.TryGetValue(id, out var entry))
            return;
        if (entry.Told + 1 >= TimesTold)
            _missing.Remove(id);
        else
            _missing[id] = (entry.Since, entry.Told + 1);
    }

    // Whatever lies between the numbers that were seen may still come.
    private void Note(long after, IReadOnlyList<long> ids)
    {
        var now = time.GetTimestamp();
        foreach (var id in ids)
        {
            for (var missing = Math.Max(after + 1, id - LookBack); missing < id && _missing.Count < MaxMissing; missing++)
                _missing.TryAdd(missing, (now, 0));
            after = Math.Max(after, id);
        }

        _seen = Math.Max(_seen, after);
    }
}
