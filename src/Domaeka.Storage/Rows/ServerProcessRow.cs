using System.Data.Common;
using Domaeka.Core.Processes;
using Domaeka.Storage.Sql;

namespace Domaeka.Storage.Rows;

/// <summary>How a row of <c>kb_server_processes</c> becomes a <see cref="ServerProcess"/>.</summary>
internal static class ServerProcessRow
{
    private const int OwnColumns = 12;

    /// <summary>Everything up to the condition, in the order in which <see cref="Read"/> takes it; the process's row is <c>p</c>.</summary>
    public static string Select(SqlDialect dialect, SqlFacts facts) =>
        $"""
        SELECT p.process_name, p.pid, p.port, p.status, {dialect.AsText("p.last_heartbeat")}, p.cpu_usage, p.memory_usage, p.server_id, p.type,
            l.live_bots, {dialect.AsText("p.last_start_at")}, {dialect.AsText("p.last_stop_at")}, {ProcessServerRow.Columns(facts.ServerKey)}
        FROM kb_server_processes p
        LEFT JOIN dk_process_load l ON l.process_name = p.process_name
        LEFT JOIN kb_servers s ON s.{facts.ServerKey} = p.server_id
        """;

    public static ServerProcess Read(DbDataReader row) => new()
    {
        Name = row.Text(0) ?? "",
        Pid = row.Int(1) ?? 0,
        Port = row.Int(2) ?? 0,
        Status = FromWord(row.Text(3)),
        LastHeartbeat = row.TimeOrEpoch(4),
        CpuUsagePercent = row.Real(5) ?? 0,
        MemoryUsageMegabytes = row.Real(6) ?? 0,
        ServerId = row.Long(7),
        Type = row.FilledText(8),
        LiveBots = row.Int(9),
        LastStartAt = row.Time(10),
        LastStopAt = row.Time(11),
        Server = ProcessServerRow.Read(row, OwnColumns),
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
