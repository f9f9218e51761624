using System.Diagnostics;
using System.Globalization;
using MySqlConnector;

namespace Domaeka.Bench;

/// <summary>
/// The ADO.NET provider by itself, on a real server, beside a client that sends the same requests and looks into no answer. The provider is the stand-in of
/// <c>compat/</c>, or the genuine package when it is built with <c>-p:UpstreamPackages=true</c>.
/// </summary>
internal static class ProviderScenario
{
    private const int Rows = 100_000;
    private const string SelectAt = "SELECT id, name, amount, at FROM t WHERE id =";
    private const string SelectBehind = "SELECT id, name, amount, at FROM t WHERE id >";

    public static async Task RunAsync(BenchOptions options)
    {
        if (BenchDatabase.Server is null)
            throw new InvalidOperationException("The provider needs a server: --mariadb=\"Server=...;User ID=...\"");

        Console.WriteLine();
        Console.WriteLine($"provider: {typeof(MySqlConnection).Assembly.Location.Split(Path.DirectorySeparatorChar)[^1]} {typeof(MySqlConnection).Assembly.GetName().Version}, {options.Seconds} s each");
        Console.WriteLine();
        Console.WriteLine("| round | query | times/s | bare exchange, times/s | of its time | CPU µs each | bare exchange, CPU µs | KiB allocated each |");
        Console.WriteLine("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        using var database = BenchDatabase.Create("");
        await using var source = new MySqlDataSource(database.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await FillAsync(connection);
        using var bare = await BareExchange.OpenAsync(database.ConnectionString);
        for (var round = 1; round <= options.Rounds; round++)
        {
            var execute = await bare.PrepareAsync($"{SelectAt} ?", 1);
            await CompareAsync(round, "SELECT of one row, text", options, () => ReadAsync(connection, $"{SelectAt} @id", isPrepared: false), () => bare.RunAsync(BareExchange.QueryOf($"{SelectAt} 1")));
            await CompareAsync(round, "SELECT of one row, prepared", options, () => ReadAsync(connection, $"{SelectAt} @id", isPrepared: true), () => bare.RunAsync(execute));
            await CompareAsync(round, "open from the pool, SELECT 1", options, () => OpenAsync(source), async () =>
            {
                await bare.RunAsync(BareExchange.ResetConnection, BareExchange.QueryOf("SET NAMES utf8mb4"));
                await bare.RunAsync(BareExchange.QueryOf("SELECT 1"));
            });
            await CompareAsync(round, "INSERT of 200 rows in one statement", options, () => InsertAsync(connection), () => bare.RunAsync(BareExchange.QueryOf(Insert())));
            await CompareAsync(round, $"SELECT of {Rows - 1} rows", options, () => ReadAsync(connection, $"{SelectBehind} @id", isPrepared: false), () => bare.RunAsync(BareExchange.QueryOf($"{SelectBehind} 1")));
        }
    }

    private static async Task CompareAsync(int round, string name, BenchOptions options, Func<Task> query, Func<Task> bareQuery)
    {
        var bare = await MeasureAsync(options, bareQuery);
        var provider = await MeasureAsync(options, query);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {round} | {name} | {provider.PerSecond:n1} | {bare.PerSecond:n1} | {bare.PerSecond / provider.PerSecond:n2} | {provider.CpuMicroseconds:n1} | {bare.CpuMicroseconds:n1} | {provider.Bytes / 1024:n1} |"));
    }

    private static async Task<(double PerSecond, double CpuMicroseconds, double Bytes)> MeasureAsync(BenchOptions options, Func<Task> query)
    {
        for (var warmUp = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(warmUp) < TimeSpan.FromSeconds(1);)
            await query();

        var (times, cpu, bytes, start) = (0, Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        for (; Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(options.Seconds); times++)
            await query();
        var elapsed = Stopwatch.GetElapsedTime(start);
        return (times / elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / times, (GC.GetTotalAllocatedBytes() - bytes) / (double)times);
    }

    private static async Task ReadAsync(MySqlConnection connection, string sql, bool isPrepared)
    {
        await using var command = new MySqlCommand(sql, connection);
        command.Parameters.AddWithValue("@id", 1);
        if (isPrepared)
            await command.PrepareAsync();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            _ = (reader.GetInt64(0), reader.GetString(1), reader.GetDecimal(2), reader.GetDateTime(3));
    }

    private static async Task OpenAsync(MySqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new MySqlCommand("SELECT 1", connection);
        await command.ExecuteScalarAsync();
    }

    private static async Task InsertAsync(MySqlConnection connection)
    {
        await using var command = new MySqlCommand(Insert(), connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string Insert() =>
        "INSERT INTO written (name, amount, at) VALUES "
        + string.Join(", ", Enumerable.Range(0, 200).Select(row => $"('이름 {row}', {row}.50, '2026-11-21 01:02:03.456')"));

    private static async Task FillAsync(MySqlConnection connection)
    {
        const string Columns = "id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100), amount DECIMAL(10,2), at DATETIME(3)";
        await using var command = new MySqlCommand(
            $"""
            CREATE TABLE t ({Columns}); CREATE TABLE written ({Columns});
            INSERT INTO t (name, amount, at) SELECT concat('이름 ', seq), seq / 4, '2026-11-21 01:02:03.456' FROM seq_1_to_{Rows}
            """,
            connection);
        await command.ExecuteNonQueryAsync();
    }
}
