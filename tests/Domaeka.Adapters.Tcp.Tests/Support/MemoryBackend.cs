using System.Collections.Concurrent;
using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Processes;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>The rest of a storage, in memory.</summary>
internal sealed class MemoryBackend : IChatLogStore, IServerProcessStore, IApprovalChangeProbe, IStorageHealth
{
    public ConcurrentQueue<ChatLogEntry> Log { get; } = new();

    public string Provider => "memory";

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

    public Task<string> ReadStampAsync(CancellationToken cancellationToken) => Task.FromResult("unchanged");

    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
