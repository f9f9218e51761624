namespace Domaeka.Core.Processes;

/// <summary>The stored server processes. Every member may throw <see cref="Storage.StorageUnavailableException"/>.</summary>
public interface IServerProcessStore
{
    /// <summary>
    /// Adds or replaces the row of that name: process id, port, status, heartbeat, CPU and memory, and with
    /// <see cref="ServerProcessStatus.Starting"/>, <see cref="ServerProcessStatus.Stopped"/> or <see cref="ServerProcessStatus.Error"/> the time of
    /// the last start or stop. The columns that belong to the web admin (server, type, mode, supervisor) stay as they are.
    /// </summary>
    Task ReportAsync(ServerProcess process, CancellationToken cancellationToken);

    /// <summary>The row of that name with its server, or null.</summary>
    Task<ServerProcess?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Every row, in the order of the names.</summary>
    Task<IReadOnlyList<ServerProcess>> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Makes the row of another process crashed, if it still says running, has the same process id and has not reported since
    /// <paramref name="seen"/> was read.
    /// </summary>
    /// <returns>False when it has moved on, and nothing was changed.</returns>
    Task<bool> TryMarkCrashedAsync(ServerProcess seen, CancellationToken cancellationToken);
}
