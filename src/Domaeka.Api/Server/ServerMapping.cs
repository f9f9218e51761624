using Domaeka.Api.Mapping;
using Domaeka.Core.Processes;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
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

    /// <param name="process">The process.</param>
    /// <param name="now">The time by which its silence is measured.</param>
    /// <param name="silenceLimit">After so long without a report it is taken for crashed.</param>
    public static ProtoProcess ToProto(this CoreProcess process, DateTimeOffset now, TimeSpan silenceLimit) => new()
    {
        ProcessName = process.Name,
        Pid = process.Pid,
        Port = process.Port,
        Status = ToProto(process.IsSilent(now, silenceLimit) ? CoreProcessStatus.Crashed : process.Status),
        HeartbeatTime = process.LastHeartbeat.ToProto(),
        HeartbeatAge = Duration.FromTimeSpan(now > process.LastHeartbeat ? now - process.LastHeartbeat : TimeSpan.Zero),
        CpuUsagePercent = process.CpuUsagePercent,
        MemoryUsageMegabytes = process.MemoryUsageMegabytes,
        Server = process.Server?.ToProto(),
        Type = process.Type ?? "",
        StartTime = process.LastStartAt?.ToProto(),
        StopTime = process.LastStopAt?.ToProto(),
        LiveDevices = process.LiveBots,
    };

    private static ServerMachine ToProto(this ProcessServer server) => new()
    {
        ServerId = server.Id,
        ServerName = server.Name ?? "",
        Host = server.Host ?? "",
        Status = server.Status ?? "",
        MaxBots = server.MaxBots ?? 0,
        CurrentBots = server.CurrentBots,
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
