using Domaeka.Core.Scheduling;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>No schedules.</summary>
internal sealed class EmptySchedules : IScheduleStore
{
    public Task<IReadOnlyList<Schedule>> LoadActiveAsync(long afterId, int limit, CancellationToken cancellationToken) => None<Schedule>();

    public Task<IReadOnlyList<Schedule>> LoadAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) => None<Schedule>();

    public Task<IReadOnlyList<DueSchedule>> LoadDueAsync(IReadOnlyCollection<ScheduleOccurrenceKey> keys, CancellationToken cancellationToken) =>
        None<DueSchedule>();

    public Task<long> ReadChangePositionAsync(CancellationToken cancellationToken) => Task.FromResult(0L);

    public Task<IReadOnlyList<ScheduleChange>> ReadChangesAsync(long after, int limit, CancellationToken cancellationToken) => None<ScheduleChange>();

    public Task<Schedule?> FindAsync(long id, CancellationToken cancellationToken) => Task.FromResult<Schedule?>(null);

    public Task<IReadOnlyList<Schedule>> ListAsync(ScheduleQuery query, CancellationToken cancellationToken) => None<Schedule>();

    public Task<ScheduleInsertResult> AddAsync(ScheduleInsert insert, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ScheduleInsertResult> FindCreatedAsync(
        string requestId, string requestHash, DateTimeOffset since, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Schedule?> UpdateAsync(long id, ScheduleUpdate update, DateTimeOffset at, CancellationToken cancellationToken) =>
        Task.FromResult<Schedule?>(null);

    public Task<bool> DeleteAsync(long id, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task RecordSkipsAsync(IReadOnlyCollection<ScheduleSkip> skips, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RecordProblemAsync(long id, string problem, DateTimeOffset at, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<ScheduleRun>> ListRunsAsync(long scheduleId, long beforeId, int limit, CancellationToken cancellationToken) =>
        None<ScheduleRun>();

    public Task<int> PurgeAsync(DateTimeOffset changesBefore, DateTimeOffset runsBefore, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(0);

    public Task<int> PurgeLogsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    private static Task<IReadOnlyList<T>> None<T>() => Task.FromResult<IReadOnlyList<T>>([]);
}
