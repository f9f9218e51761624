using System.Diagnostics;
using System.Globalization;
using MySqlConnector;

namespace Domaeka.Bench;

/// <summary>
/// The ADO.NET provider by itself, on a real server: the same queries with the stand-in of <c>compat/</c>, or with the genuine package when it is built with
/// <c>-p:UpstreamPackages=true</c>. Run both, one behind the other, and compare.
/// </summary>
internal static class ProviderScenario
{
    private const int Rows = 100_000;

    public static async Task RunAsync(BenchOptions options)
    {
        if (BenchDatabase.Server is null)
            throw new InvalidOperationException("The provider needs a server: --mariadb=\"Server=...;User ID=...\"");

        Console.WriteLine();
        Console.WriteLine($"provider: {typeof(MySqlConnection).Assembly.Location.Split(Path.DirectorySeparatorChar)[^1]} {typeof(MySqlConnection).Assembly.GetName().Version}, {options.Seconds} s each");
        Console.WriteLine();
        Console.WriteLine("| round | query | times/s | CPU µs each | KiB allocated each |");
        Console.WriteLine("| ---: | --- | ---: | ---: | ---: |");
        using var database = BenchDatabase.Create("");
        await using var source = new MySqlDataSource(database.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await FillAsync(connection);
        for (var round = 1; round <= options.Rounds; round++)
        {
            await MeasureAsync(round, "SELECT of one row, text", options, () => ReadAsync(connection, "SELECT id, name, amount, at FROM t WHERE id = @id", isPrepared: false));
            await MeasureAsync(round, "SELECT of one row, prepared", options, () => ReadAsync(connection, "SELECT id, name, amount, at FROM t WHERE id = @id", isPrepared: true));
            await MeasureAsync(round, "open from the pool, SELECT 1", options, () => OpenAsync(source));
            await MeasureAsync(round, "INSERT of 200 rows in one statement", options, () => InsertAsync(connection));
            await MeasureAsync(round, $"SELECT of {Rows - 1} rows", options, () => ReadAsync(connection, "SELECT id, name, amount, at FROM t WHERE id > @id", isPrepared: false));
        }
    }

    private static async Task MeasureAsync(int round, string name, BenchOptions options, Func<Task> query)
    {
        for (var warmUp = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(warmUp) < TimeSpan.FromSeconds(1);)
            await query();

        var (times, cpu, bytes, start) = (0, Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        for (; Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(options.Seconds); times++)
            await query();
        var elapsed = Stopwatch.GetElapsedTime(start);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {round} | {name} | {times / elapsed.TotalSeconds:n1} | {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / times:n1} | {(GC.GetTotalAllocatedBytes() - bytes) / 1024d / times:n1} |"));
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
        var values = string.Join(", ", Enumerable.Range(0, 200).Select(row => $"('이름 {row}', {row}.50, '2026-11-21 01:02:03.456')"));
        await using var command = new MySqlCommand($"INSERT INTO written (name, amount, at) VALUES {values}", connection);
        await command.ExecuteNonQueryAsync();
    }

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
