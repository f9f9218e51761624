namespace Domaeka.Core.Scheduling;

/// <summary>Sends what is due.</summary>
internal interface ISchedulePlanner
{
    /// <summary>Reads one schedule again at once, where a change of the table would be noticed a little later.</summary>
    /// <exception cref="Storage.StorageUnavailableException">It could not be read; the change will be noticed later.</exception>
    Task RefreshAsync(long id, CancellationToken cancellationToken);
}
