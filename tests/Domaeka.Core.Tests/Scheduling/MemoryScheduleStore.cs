using System.Collections.Concurrent;
using Domaeka.Core.Scheduling;
using Domaeka.Core.Storage;

namespace Domaeka.Core.Tests.Scheduling;

/// <summary>Schedules in memory, with the records that the triggers of a database would make.</summary>
internal sealed class MemoryScheduleStore : IScheduleStore
{
    private readonly ConcurrentQueue<ScheduleChange> _changes = new();
    private long _position;

    public ConcurrentDictionary<long, Schedule> Rows { get; } = new();

    public ConcurrentDictionary<ScheduleOccurrenceKey, byte> Taken { get; } = new();

    public ConcurrentQueue<ScheduleSkip> Skips { get; } = new();

    public ConcurrentDictionary<long, string> Problems { get; } = new();

    public bool IsDown { get; set; }

    public int Loads { get; private set; }

    /// <summary>What the shop does: the row changes, and the change is written down.</summary>
    public void Put(Schedule schedule)
    {
        Rows[schedule.Id] = schedule;
        NoteChange(schedule.Id);
    }

    public void Delete(long id)
    {
        Rows.TryRemove(id, out _);
        NoteChange(id);
    }

    public void NoteChange(long id) => _changes.Enqueue(new ScheduleChange(Interlocked.Increment(ref _position), id));

    public Task<IReadOnlyList<Schedule>> LoadActiveAsync(long afterId, int limit, CancellationToken cancellationToken) => Answer<IReadOnlyList<Schedule>>(
        () => [.. Rows.Values.Where(row => row.Id > afterId && row.Status == ScheduleStatus.Active).OrderBy(row => row.Id).Take(limit)]);

    public Task<IReadOnlyList<Schedule>> LoadAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<Schedule>>(() => [.. ids.Where(Rows.ContainsKey).Select(id => Rows[id])]);

    public Task<IReadOnlyList<DueSchedule>> LoadDueAsync(IReadOnlyCollection<ScheduleOccurrenceKey> keys, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<DueSchedule>>(() =>
        {
            Loads++;
            return [.. keys.Where(key => Rows.ContainsKey(key.ScheduleId)).Select(key => new DueSchedule(Rows[key.ScheduleId], Taken.ContainsKey(key)))];
        });

    public Task<long> ReadChangePositionAsync(CancellationToken cancellationToken) => Answer(() => Interlocked.Read(ref _position));

    public Task<IReadOnlyList<ScheduleChange>> ReadChangesAsync(long after, int limit, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<ScheduleChange>>(() => [.. _changes.Where(change => change.Position > after).Take(limit)]);

    public Task<Schedule?> FindAsync(long id, CancellationToken cancellationToken) => Answer(() => Rows.GetValueOrDefault(id));

    public Task RecordSkipsAsync(IReadOnlyCollection<ScheduleSkip> skips, CancellationToken cancellationToken) => Answer(() =>
    {
        foreach (var skip in skips.Where(skip => Taken.TryAdd(new ScheduleOccurrenceKey(skip.ScheduleId, skip.DueAt), 0)))
        {
            if (skip.NewStatus is { } status)
                Put(Rows[skip.ScheduleId] with { Status = status });
            Skips.Enqueue(skip);
        }

        return true;
    });

    public Task RecordProblemAsync(long id, string problem, DateTimeOffset at, CancellationToken cancellationToken) => Answer(() =>
    {
        Put(Rows[id] with { Status = ScheduleStatus.Error });
        Problems[id] = problem;
        return true;
    });

    public Task<int> PurgeAsync(DateTimeOffset changesBefore, DateTimeOffset runsBefore, int limit, CancellationToken cancellationToken) => Answer(() => 0);

    public Task<int> PurgeLogsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => Answer(() => 0);

    public Task<IReadOnlyList<Schedule>> ListAsync(ScheduleQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ScheduleInsertResult> AddAsync(ScheduleInsert insert, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ScheduleInsertResult> FindCreatedAsync(
        string requestId, string requestHash, DateTimeOffset since, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Schedule?> UpdateAsync(long id, ScheduleUpdate update, DateTimeOffset at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> DeleteAsync(long id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ScheduleRun>> ListRunsAsync(long scheduleId, long beforeId, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private Task<T> Answer<T>(Func<T> read) =>
        IsDown ? Task.FromException<T>(new StorageUnavailableException("down")) : Task.FromResult(read());
}
