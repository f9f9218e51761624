namespace Domaeka.Core.Processes;

/// <summary>The stored server processes. Every member may throw <see cref="Storage.StorageUnavailableException"/>.</summary>
public interface IServerProcessStore
{
    /// <summary>Adds or replaces the row of that name.</summary>
    Task ReportAsync(ServerProcess process, CancellationToken cancellationToken);

    /// <summary>Every row, in the order of the names.</summary>
    Task<IReadOnlyList<ServerProcess>> ListAsync(CancellationToken cancellationToken);
}
