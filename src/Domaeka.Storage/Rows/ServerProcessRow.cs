using System.Data.Common;
using Domaeka.Core.Processes;
using Domaeka.Storage.Sql;

namespace Domaeka.Storage.Rows;

/// <summary>How a row of <c>kb_server_processes</c> becomes a <see cref="ServerProcess"/>.</summary>
internal static class ServerProcessRow
{
    /// <summary>What to select, in the order in which <see cref="Read"/> takes it.</summary>
    public static string Columns(SqlDialect dialect) =>
        $"process_name, pid, port, status, {dialect.AsText("last_heartbeat")}, cpu_usage, memory_usage";

    public static ServerProcess Read(DbDataReader row) => new()
    {
        Name = row.Text(0) ?? "",
        Pid = row.Int(1) ?? 0,
        Port = row.Int(2) ?? 0,
        Status = FromWord(row.Text(3)),
        LastHeartbeat = row.TimeOrEpoch(4),
        CpuUsagePercent = row.Real(5) ?? 0,
        MemoryUsageMegabytes = row.Real(6) ?? 0,
    };

    /// <summary>The word of <c>status</c>.</summary>
    public static string ToWord(ServerProcessStatus status) => status switch
    {
        ServerProcessStatus.Starting => "starting",
        ServerProcessStatus.Running => "running",
        ServerProcessStatus.Stopping => "stopping",
        ServerProcessStatus.Stopped => "stopped",
        ServerProcessStatus.Error => "error",
        ServerProcessStatus.Crashed => "crashed",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "This status has no stored word."),
    };

    private static ServerProcessStatus FromWord(string? word) => word?.Trim().ToLowerInvariant() switch
    {
        "starting" => ServerProcessStatus.Starting,
        "running" => ServerProcessStatus.Running,
        "stopping" => ServerProcessStatus.Stopping,
        "stopped" => ServerProcessStatus.Stopped,
        "error" => ServerProcessStatus.Error,
        "crashed" => ServerProcessStatus.Crashed,
        _ => ServerProcessStatus.Unknown,
    };
}
