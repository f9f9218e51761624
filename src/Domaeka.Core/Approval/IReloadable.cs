namespace Domaeka.Core.Approval;

/// <summary>A cached table that can be read again as a whole.</summary>
internal interface IReloadable
{
    /// <summary>Reads every row, replaces the cache and tells the observers what differs.</summary>
    /// <exception cref="Storage.StorageUnavailableException">The database cannot be reached; the cache is as it was.</exception>
    Task ReloadAsync(CancellationToken cancellationToken);
}
