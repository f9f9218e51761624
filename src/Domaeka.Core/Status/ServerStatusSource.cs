using System.Reflection;
using Domaeka.Core.Chat;
using Domaeka.Core.Commands;
using Domaeka.Core.Connections;
using Domaeka.Core.Dispatch;
using Domaeka.Core.Draining;
using Domaeka.Core.Memory;
using Domaeka.Core.Outbox.Lanes;
using Domaeka.Core.Storage;

namespace Domaeka.Core.Status;

/// <inheritdoc cref="IServerStatusSource"/>
internal sealed class ServerStatusSource(
    IConnectionRegistry connections,
    ILaneDispatcher dispatcher,
    IChatLog chatLog,
    DeliveryEngine deliveries,
    DuplicateFilter duplicates,
    CommandMonitor commands,
    IMemoryWatch memory,
    IServerDrain drain,
    ServerCounters counters,
    StorageState storageState,
    IStorageHealth storageHealth,
    ServerStart start) : IServerStatusSource
{
    private static readonly string ProductVersion =
        typeof(ServerStatusSource).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <inheritdoc/>
    public ServerStatus Read() => new()
    {
        Version = ProductVersion,
        StartedAt = start.At,
        Connections = connections.Count,
        LiveDevices = connections.LiveCount,
        QueuedCommands = dispatcher.Waiting,
        RunningCommands = dispatcher.Running,
        ChatLogBacklog = chatLog.Backlog,
        PendingMessages = deliveries.PendingCount,
        LinesReceived = counters.Lines,
        RepliesSent = counters.Replies,
        DuplicatesDropped = duplicates.Dropped,
        IsDraining = connections.IsDraining,
        Drain = drain.Progress,
        IsStorageAvailable = storageState.IsAvailable,
        StorageProvider = storageHealth.Provider,
        Commands = commands.Commands,
        StuckCommands = commands.Stuck,
        MemoryPressure = memory.Pressure,
        Memory = memory.Reading,
    };
}
