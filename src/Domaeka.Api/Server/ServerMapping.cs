using Domaeka.Api.Mapping;
using Domaeka.Api.Resources;
using Domaeka.Core.Processes;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using CoreCircuit = Domaeka.Core.Commands.CircuitState;
using CoreCommand = Domaeka.Core.Commands.CommandStatus;
using CorePressure = Domaeka.Core.Memory.MemoryPressure;
using CoreProcess = Domaeka.Core.Processes.ServerProcess;
using CoreProcessStatus = Domaeka.Core.Processes.ServerProcessStatus;
using CoreStatus = Domaeka.Core.Status.ServerStatus;
using CoreStuck = Domaeka.Core.Commands.StuckCommand;
using ProtoCircuit = Domaeka.V1.CircuitState;
using ProtoCommand = Domaeka.V1.CommandStatus;
using ProtoPressure = Domaeka.V1.MemoryPressure;
using ProtoProcess = Domaeka.V1.ServerProcess;
using ProtoProcessStatus = Domaeka.V1.ServerProcessStatus;
using ProtoStatus = Domaeka.V1.ServerStatus;
using ProtoStuck = Domaeka.V1.StuckCommand;

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
        Commands = { status.Commands.Select(ToProto) },
        StuckCommands = { status.StuckCommands.Select(ToProto) },
        Drain = status.Drain.ToProto(),
        Memory = new MemoryStatus
        {
            Pressure = status.Memory.LimitBytes == 0 ? ProtoPressure.Unspecified : ToProto(status.MemoryPressure),
            UsedBytes = status.Memory.UsedBytes,
            LimitBytes = status.Memory.LimitBytes,
        },
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

    private static ProtoCommand ToProto(CoreCommand command) => new()
    {
        Trigger = command.Trigger,
        CircuitState = ToProto(command.Circuit),
        StuckRuns = command.StuckRuns,
    };

    private static ProtoStuck ToProto(CoreStuck run) => new()
    {
        Trigger = run.Trigger,
        Room = ResourceNames.ForRoom(run.Room),
        Device = ResourceNames.ForDevice(run.Device),
        LogId = run.LogId ?? "",
        StartTime = run.StartedAt.ToProto(),
    };

    private static ProtoCircuit ToProto(CoreCircuit circuit) => circuit switch
    {
        CoreCircuit.None => ProtoCircuit.None,
        CoreCircuit.Closed => ProtoCircuit.Closed,
        CoreCircuit.Open => ProtoCircuit.Open,
        CoreCircuit.HalfOpen => ProtoCircuit.HalfOpen,
        _ => ProtoCircuit.Unspecified,
    };

    private static ProtoPressure ToProto(CorePressure pressure) => pressure switch
    {
        CorePressure.None => ProtoPressure.None,
        CorePressure.High => ProtoPressure.High,
        _ => ProtoPressure.Critical,
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
