namespace Domaeka.Core.Monitoring;

/// <summary><c>kb_ping_monitor</c> and <c>kb_system_monitor</c>, which the web admin reads. Thread-safe.</summary>
/// <exception cref="Storage.StorageUnavailableException">From every method: nothing was written.</exception>
/// <exception cref="Storage.StorageRejectedException">From every method: the database cannot hold it, and nothing was written.</exception>
public interface IMonitorStore
{
    /// <summary>Adds the rows, all or none. Texts that are longer than their columns are cut, numbers that do not fit become NULL.</summary>
    Task AppendPingsAsync(IReadOnlyList<PingRecord> records, CancellationToken cancellationToken);

    /// <summary>Adds a row.</summary>
    Task AddSystemSampleAsync(SystemSample sample, CancellationToken cancellationToken);

    /// <summary>Deletes at most <paramref name="limit"/> rows of pings from before <paramref name="before"/>, the oldest first.</summary>
    /// <returns>How many were deleted.</returns>
    Task<int> PurgePingsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes at most <paramref name="limit"/> samples of the system from before <paramref name="before"/>, the oldest first.</summary>
    /// <returns>How many were deleted.</returns>
    Task<int> PurgeSystemSamplesAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
