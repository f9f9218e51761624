using System.Globalization;
using Domaeka.Core.Processes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Api.Tests.Support;

/// <summary>The tables that a web admin fills before it has processes started, in a database of their own.</summary>
internal sealed class ProcessTables : IDisposable
{
    private readonly TempDirectory _data = new();

    public string Directory => _data.Path;

    /// <summary>A migrated database with a server and nothing else.</summary>
    public static async Task<ProcessTables> MakeAsync()
    {
        var tables = new ProcessTables();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddDomaekaStorage(storage => storage.DataDirectory = tables.Directory)
            .BuildServiceProvider();
        await services.InitializeDomaekaStorageAsync();
        tables.Execute("INSERT INTO kb_servers (server_id, server_name, server_host, status) VALUES (1, 'seoul', '10.0.0.1', 'healthy')");
        return tables;
    }

    public void AddProcess(
        string name, int? port, ServerProcessStatus status = ServerProcessStatus.Stopped, DateTimeOffset lastHeartbeat = default, int pid = 1) => Execute(
        $"""
        INSERT INTO kb_server_processes (server_id, process_name, type, mode, status, port, last_heartbeat, pid)
        VALUES (1, '{name}', 'test', 'prod', '{status.ToString().ToLowerInvariant()}', {port?.ToString(CultureInfo.InvariantCulture) ?? "NULL"},
            '{lastHeartbeat.UtcDateTime:yyyy-MM-dd HH:mm:ss}', {pid})
        """);

    public void Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public string Read(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }

    public string Status(string name) => Read($"SELECT status FROM kb_server_processes WHERE process_name = '{name}'");

    public void Dispose() => _data.Dispose();

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(Directory, "domaeka.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
