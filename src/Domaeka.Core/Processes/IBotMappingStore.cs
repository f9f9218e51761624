namespace Domaeka.Core.Processes;

/// <summary>
/// Which server each bot is connected to: <c>kb_bot_server_mapping</c>, a table that only some databases have. Every member may throw
/// <see cref="Storage.StorageUnavailableException"/> or <see cref="Storage.StorageRejectedException"/>.
/// </summary>
public interface IBotMappingStore
{
    /// <summary>False when the database has no such table: then there is nothing to do. Known once the database is open.</summary>
    bool IsKept { get; }

    /// <summary>Says that no bot is connected to this server, as at the start of its process.</summary>
    /// <param name="server">The server as <c>host:port</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task ClearAsync(string server, CancellationToken cancellationToken);

    /// <summary>Applies the changes in their order, all or none. A bot that is connected elsewhere by now is not touched by what it left.</summary>
    /// <param name="server">The server as <c>host:port</c>.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task ApplyAsync(string server, IReadOnlyCollection<BotMappingChange> changes, CancellationToken cancellationToken);
}
