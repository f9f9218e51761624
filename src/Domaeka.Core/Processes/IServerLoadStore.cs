namespace Domaeka.Core.Processes;

/// <summary>
/// How many phones the processes of a server hold, and how many it may hold. Every member may throw
/// <see cref="Storage.StorageUnavailableException"/> or <see cref="Storage.StorageRejectedException"/>.
/// </summary>
public interface IServerLoadStore
{
    /// <summary>
    /// Stores what a process holds and brings <c>kb_servers.current_bots</c> to the sum of the processes that reported at
    /// <paramref name="since"/> or later. Reports of one server happen one after the other, in whichever process they are made: of several that
    /// each take the last place, only one finds that there was room.
    /// </summary>
    /// <returns>What holds for the server; null when the process has none, or the server has no row.</returns>
    Task<ServerLoad?> ReportAsync(ProcessLoad load, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>What holds for the server, without storing anything; null when it has no row.</summary>
    /// <param name="serverId">The server.</param>
    /// <param name="processName">The process that asks, whose places are not counted.</param>
    /// <param name="since">Processes that have not reported since are not counted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ServerLoad?> ReadAsync(long serverId, string processName, DateTimeOffset since, CancellationToken cancellationToken);
}
