using Domaeka.Api.Mapping;
using CoreProcess = Domaeka.Core.Processes.ServerProcess;
using CoreProcessStatus = Domaeka.Core.Processes.ServerProcessStatus;
using CoreStatus = Domaeka.Core.Status.ServerStatus;
using ProtoProcess = Domaeka.V1.ServerProcess;
using ProtoProcessStatus = Domaeka.V1.ServerProcessStatus;
using ProtoStatus = Domaeka.V1.ServerStatus;

namespace Domaeka.Api.Server;

/// <summary>The server's state, of Core and of the API.</summary>
internal static class ServerMapping
{
    public static ProtoStatus ToProto(this CoreStatus status) => new()
    {
        Version = status.Version,
        StartTime = status.StartedAt.ToProto(),
        Connections = status.Connections,
        LiveDevices = status.LiveDevices,
        QueuedCommands = status.QueuedCommands,
        RunningCommands = status.RunningCommands,
        ChatLogBacklog = status.ChatLogBacklog,
        LinesReceived = status.LinesReceived,
        RepliesSent = status.RepliesSent,
        DuplicatesDropped = status.DuplicatesDropped,
        Draining = status.IsDraining,
        StorageAvailable = status.IsStorageAvailable,
        StorageProvider = status.StorageProvider,
        PendingMessages = status.PendingMessages,
    };

    public static ProtoProcess ToProto(this CoreProcess process) => new()
    {
        ProcessName = process.Name,
        Pid = process.Pid,
        Port = process.Port,
        Status = ToProto(process.Status),
        HeartbeatTime = process.LastHeartbeat.ToProto(),
        CpuUsagePercent = process.CpuUsagePercent,
        MemoryUsageMegabytes = process.MemoryUsageMegabytes,
    };

    private static ProtoProcessStatus ToProto(CoreProcessStatus status) => status switch
    {
        CoreProcessStatus.Starting => ProtoProcessStatus.Starting,
        CoreProcessStatus.Running => ProtoProcessStatus.Running,
        CoreProcessStatus.Stopping => ProtoProcessStatus.Stopping,
        CoreProcessStatus.Stopped => ProtoProcessStatus.Stopped,
        CoreProcessStatus.Error => ProtoProcessStatus.Error,
        CoreProcessStatus.Crashed => ProtoProcessStatus.Crashed,
        _ => ProtoProcessStatus.Unspecified,
    };
}
