using System.Globalization;
using System.Text;
using Dapper;
using Domaeka.Core.Monitoring;

namespace Domaeka.Storage.Rows;

/// <summary>
/// How a <see cref="PingRecord"/> becomes a row of <c>kb_ping_monitor</c>. <c>rtt_ms</c> and <c>ping_time_ms</c> are the same: the web admins in the
/// field read the one or the other. <c>ping_timestamp</c> is when the answer arrived. The two columns of a status hold JSON on some databases, where
/// anything else is refused.
/// </summary>
internal static class PingMonitorRow
{
    private static readonly (string Column, Func<PingRecord, object?> Value)[] Fields =
    [
        ("bot_name", record => MonitorValue.Text(record.Ping.Device.BotName, 64)),
        ("device_id", record => MonitorValue.Text(record.Ping.Device.DeviceId, 128)),
        ("device_uuid", record => MonitorValue.Text(record.Ping.DeviceUuid, 128)),
        ("mac_address", record => MonitorValue.Text(record.Ping.MacAddress, 50)),
        ("ip_address", record => MonitorValue.Text(record.Ping.ReportedAddress, 64)),
        ("client_ip", record => MonitorValue.Text(record.Ping.RemoteAddress, 64)),
        ("client_version", record => MonitorValue.Text(record.Ping.ClientVersion, 32)),
        ("total_memory", record => MonitorValue.Megabytes(record.Ping.TotalMemoryMegabytes)),
        ("memory_usage", record => MonitorValue.Megabytes(record.Ping.UsedMemoryMegabytes)),
        ("memory_percent", record => MonitorValue.Percent(record.Ping.MemoryPercent)),
        ("message_queue_size", record => record.Ping.MessageQueueSize),
        ("active_rooms", record => record.Ping.ActiveRooms),
        ("ping_time_ms", record => MonitorValue.Milliseconds(record.Ping.RoundTrip)),
        ("rtt_ms", record => MonitorValue.Milliseconds(record.Ping.RoundTrip)),
        ("client_timestamp", record => StoredTime.ToText(record.Ping.ClientTimestamp)),
        ("ping_timestamp", record => StoredTime.ToText(record.Ping.At)),
        ("process_name", record => MonitorValue.Text(record.Process.ProcessName, 100)),
        ("server_cpu_usage", record => MonitorValue.PercentAtMost(record.Process.CpuPercent)),
        ("server_cpu_max", record => MonitorValue.PercentAtMost(record.Process.MaxCpuPercent)),
        ("server_memory_usage", record => MonitorValue.Megabytes(record.Process.MemoryMegabytes)),
        ("server_memory_max", record => MonitorValue.Megabytes(record.Process.MaxMemoryMegabytes)),
        ("client_status", record => ToStatus(record.Ping.Outcome)),
        ("server_status", record => StatusOf(ServerProcessRow.ToWord(record.Process.Status))),
        ("is_manual", _ => 0),
        ("server_timestamp", record => StoredTime.ToText(record.Ping.At)),
        ("created_at", record => StoredTime.ToText(record.Ping.At)),
    ];

    private static readonly string Insert =
        $"INSERT INTO kb_ping_monitor ({string.Join(", ", Fields.Select(field => field.Column))}) VALUES ";

    /// <summary>What <c>client_status</c> says.</summary>
    public static string ToStatus(PingOutcome outcome) => outcome switch
    {
        PingOutcome.Answered => StatusOf("alive"),
        PingOutcome.TimedOut => StatusOf("timeout"),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "This outcome has no stored word."),
    };

    /// <summary>The statement that adds so many rows.</summary>
    public static string InsertOf(int rows)
    {
        var text = new StringBuilder(Insert);
        for (var row = 0; row < rows; row++)
        {
            text.Append(row == 0 ? "(" : ", (");
            for (var field = 0; field < Fields.Length; field++)
                text.Append(field == 0 ? "@" : ", @").Append(NameOf(row, field));
            text.Append(')');
        }

        return text.ToString();
    }

    /// <summary>Adds the values of one row of that statement.</summary>
    public static void AddTo(DynamicParameters parameters, int row, PingRecord record)
    {
        for (var field = 0; field < Fields.Length; field++)
            parameters.Add(NameOf(row, field), Fields[field].Value(record));
    }

    private static string StatusOf(string word) => $$"""{"status":"{{word}}"}""";

    private static string NameOf(int row, int field) => string.Create(CultureInfo.InvariantCulture, $"p{row}x{field}");
}
