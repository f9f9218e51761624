namespace Domaeka.Core.Scheduling;

/// <summary><c>kb_schedule</c>, <c>dk_schedules</c>, and the runs. Thread-safe.</summary>
/// <remarks>
/// Runs that sent something are recorded by <see cref="Outbox.IOutboxStore"/>, in the transaction that takes the message in; here those that
/// sent nothing.
/// </remarks>
/// <exception cref="Storage.StorageUnavailableException">From every method: nothing was read or changed.</exception>
public interface IScheduleStore
{
    /// <summary>A page of the active schedules in the order of their ids, from behind <paramref name="afterId"/>, without content.</summary>
    Task<IReadOnlyList<Schedule>> LoadActiveAsync(long afterId, int limit, CancellationToken cancellationToken);

    /// <summary>The schedules of these ids, whatever their status, without content; those that are gone are missing.</summary>
    Task<IReadOnlyList<Schedule>> LoadAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken);

    /// <summary>The schedules at these times, with content; those that are gone are missing.</summary>
    Task<IReadOnlyList<DueSchedule>> LoadDueAsync(IReadOnlyCollection<ScheduleOccurrenceKey> keys, CancellationToken cancellationToken);

    /// <summary>The position of the latest change, 0 when there is none.</summary>
    Task<long> ReadChangePositionAsync(CancellationToken cancellationToken);

    /// <summary>The changes behind a position, at most <paramref name="limit"/>, in order.</summary>
    Task<IReadOnlyList<ScheduleChange>> ReadChangesAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>One schedule with its content, or null.</summary>
    Task<Schedule?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>A page in the order of the ids; a content that is too large to be read along with others is null.</summary>
    Task<IReadOnlyList<Schedule>> ListAsync(ScheduleQuery query, CancellationToken cancellationToken);

    /// <summary>Stores a new schedule, unless its request id is known.</summary>
    /// <exception cref="Storage.StorageRejectedException">The database cannot hold it.</exception>
    Task<ScheduleInsertResult> AddAsync(ScheduleInsert insert, CancellationToken cancellationToken);

    /// <summary>What a request id has made since <paramref name="since"/>; not repeated when it is not known.</summary>
    Task<ScheduleInsertResult> FindCreatedAsync(
        string requestId, string requestHash, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Changes what the update names and returns the row with its content; null when there is none.</summary>
    /// <exception cref="Storage.StorageRejectedException">The database cannot hold it.</exception>
    Task<Schedule?> UpdateAsync(long id, ScheduleUpdate update, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Deletes a schedule with its runs, since its id may come again. False when there is none.</summary>
    Task<bool> DeleteAsync(long id, CancellationToken cancellationToken);

    /// <summary>Records occurrences that are not sent, in one transaction; one that was dealt with before changes nothing.</summary>
    Task RecordSkipsAsync(IReadOnlyCollection<ScheduleSkip> skips, CancellationToken cancellationToken);

    /// <summary>Takes an active schedule that can never be sent out of service: status <c>error</c> and a row of <c>kb_schedule_logs</c>.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="problem">Why, in Korean.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    Task RecordProblemAsync(long id, string problem, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>A page of a schedule's runs, newest first, from before <paramref name="beforeId"/>.</summary>
    Task<IReadOnlyList<ScheduleRun>> ListRunsAsync(long scheduleId, long beforeId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets changes from before <paramref name="changesBefore"/> and runs that started before <paramref name="runsBefore"/>, but for the
    /// latest of each schedule; at most <paramref name="limit"/> of each.
    /// </summary>
    /// <returns>How many were forgotten in all.</returns>
    Task<int> PurgeAsync(DateTimeOffset changesBefore, DateTimeOffset runsBefore, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes at most <paramref name="limit"/> rows of <c>kb_schedule_logs</c> that were made before <paramref name="before"/>, the oldest first.</summary>
    /// <returns>How many were deleted.</returns>
    Task<int> PurgeLogsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
