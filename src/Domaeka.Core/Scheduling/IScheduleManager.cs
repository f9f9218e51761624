namespace Domaeka.Core.Scheduling;

/// <summary>Changes schedules so that the planner knows of it at once, and tells what they would do.</summary>
/// <exception cref="Storage.StorageUnavailableException">From every method that returns a task: nothing was changed.</exception>
public interface IScheduleManager
{
    /// <summary>Whose wall clock the schedules go by.</summary>
    ScheduleZone Zone { get; }

    /// <summary>Stores a new schedule.</summary>
    /// <param name="schedule">It, with a timing and a content.</param>
    /// <param name="requestId">The caller's id of the request; null when every call makes one.</param>
    /// <param name="requestHash">What the request asked for, as a hash; null exactly when there is no id.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    Task<ScheduleInsertResult> CreateAsync(
        Schedule schedule, string? requestId, string? requestHash, CancellationToken cancellationToken);

    /// <summary>What an earlier request of this id made, if it is known.</summary>
    /// <param name="requestId">The caller's id of the request.</param>
    /// <param name="requestHash">What the request asked for, as a hash.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    Task<ScheduleInsertResult> FindCreatedAsync(string requestId, string requestHash, CancellationToken cancellationToken);

    /// <summary>Changes a schedule; null when there is none.</summary>
    Task<Schedule?> UpdateAsync(long id, ScheduleUpdate update, CancellationToken cancellationToken);

    /// <summary>Deletes a schedule. Messages that it has sent stay. False when there is none.</summary>
    Task<bool> DeleteAsync(long id, CancellationToken cancellationToken);

    /// <summary>Sends it now. The schedule's own times and status stay as they are.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="requestId">See <see cref="Delivery.SendRequest.RequestId"/>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    Task<ScheduleRunResult> RunAsync(long id, string? requestId, CancellationToken cancellationToken);

    /// <summary>What a schedule, stored or not, would do.</summary>
    /// <param name="schedule">It.</param>
    /// <param name="count">How many occurrences at most, 1 or more.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<SchedulePreview> PreviewAsync(Schedule schedule, int count, CancellationToken cancellationToken);

    /// <summary>When an active schedule comes due next; null when never, or when it is not active.</summary>
    DateTimeOffset? NextRun(Schedule schedule);
}
