using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests;

/// <summary>What the web admin's charts are made of, on the real program.</summary>
public sealed class MonitoringTests
{
    private const string Room = "공동구매방";
    private const string Channel = "18446369739418675";

    [Fact]
    public async Task Server_WithAPhone_FillsTheMonitoringTablesAndEmptiesThemInTime()
    {
        using var data = new TempDirectory();
        var profile = new PhoneProfile();
        await using (var server = await DomaekaServer.StartAsync(
            data.Path,
            [
                "--Tcp:PingInterval=00:00:01", "--Monitoring:PingFlushInterval=00:00:00.1", "--Monitoring:FirstSystemSample=00:00:00.2",
                "--Monitoring:SystemInterval=00:00:00.5", "--Process:Name=here", "--Process:CreateRow=true",
            ]))
        {
            await using var phone = await server.AdmitAsync(profile, Room, Channel);
            using var database = Database.Open(data.Path);

            await Eventually.TrueAsync(() => database.Count("SELECT count(*) FROM kb_ping_monitor") >= 3);
            await Eventually.TrueAsync(() => database.Count("SELECT count(*) FROM kb_system_monitor WHERE active_connections = 1") >= 1);

            var ping = Assert.Single(database.ReadRows(
                $"""
                SELECT device_id, client_ip, client_version, total_memory, process_name, avg(rtt_ms) = avg(ping_time_ms), min(server_memory_usage) > 10
                FROM kb_ping_monitor WHERE bot_name = '{profile.BotName}' GROUP BY device_id, client_ip, client_version, total_memory, process_name
                """));
            Assert.Equal([profile.DeviceId, "127.0.0.1", profile.Version, "742.4", "here", "1", "1"], ping);
            var system = database.ReadRows(
                "SELECT server_name, cpu_percent BETWEEN 0 AND 100, memory_used < memory_total, disk_usage_percent BETWEEN 0 AND 100 FROM kb_system_monitor")[^1];
            Assert.Equal([Environment.MachineName, "1", "1", "1"], system);
            await server.StopAsync();
        }

        using (var database = Database.Open(data.Path))
        {
            database.Execute("INSERT INTO kb_ping_monitor (bot_name, ping_timestamp) VALUES ('old', datetime('now', '-31 days'))");
            database.Execute("INSERT INTO kb_system_monitor (server_name, created_at) VALUES ('old', datetime('now', '-366 days'))");
        }

        await using (var server = await DomaekaServer.StartAsync(data.Path, ["--Retention:FirstRun=00:00:00"]))
        {
            using var database = Database.Open(data.Path);
            await Eventually.TrueAsync(() => database.Count(
                "SELECT (SELECT count(*) FROM kb_ping_monitor WHERE bot_name = 'old') + (SELECT count(*) FROM kb_system_monitor WHERE server_name = 'old')") == 0);
            Assert.True(database.Count("SELECT count(*) FROM kb_ping_monitor") >= 3);
            await server.StopAsync();
        }
    }
}
