using System.Collections.Concurrent;
using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Processes;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>The rest of a storage, in memory.</summary>
internal sealed class MemoryBackend : IChatLogStore, IServerProcessStore, IServerLoadStore, IBotMappingStore, IApprovalChangeProbe, IStorageHealth
{
    public ConcurrentQueue<ChatLogEntry> Log { get; } = new();

    public string Provider => "memory";

    /// <summary>What holds for the server's phones; null for no limit.</summary>
    public ServerLoad? Server { get; set; }

    public bool IsKept => false;

    public Task AppendAsync(IReadOnlyList<ChatLogEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
            Log.Enqueue(entry);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ChatLogEntry>> ListNewestAsync(RoomKey room, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ChatLogEntry>>([.. Log.Where(entry => entry.Room == room).Reverse().Take(limit)]);

    public Task<ChatLogPage> ListAsync(ChatLogQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(new ChatLogPage([], null));

    public Task<int> PurgeAsync(RoomKey room, DateTimeOffset before, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task ReportAsync(ServerProcess process, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<ServerProcess>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ServerProcess>>([]);

    public Task<ServerProcess?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult<ServerProcess?>(null);

    public Task<bool> TryMarkCrashedAsync(ServerProcess seen, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<ServerLoad?> ReportAsync(ProcessLoad load, DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult(Server);

    public Task<ServerLoad?> ReadAsync(long serverId, string processName, DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult(Server);

    public Task ClearAsync(string server, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ApplyAsync(string server, IReadOnlyCollection<BotMappingChange> changes, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<string> ReadStampAsync(CancellationToken cancellationToken) => Task.FromResult("unchanged");

    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
