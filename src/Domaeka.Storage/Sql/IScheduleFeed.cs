using Domaeka.Core.Scheduling;

namespace Domaeka.Storage.Sql;

/// <summary>Tells which rows of <c>kb_schedule</c> were inserted, changed or deleted, by whomever.</summary>
internal interface IScheduleFeed
{
    /// <inheritdoc cref="IScheduleStore.ReadChangePositionAsync"/>
    Task<long> ReadPositionAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="IScheduleStore.ReadChangesAsync"/>
    Task<IReadOnlyList<ScheduleChange>> ReadAsync(long after, int limit, CancellationToken cancellationToken);
}
