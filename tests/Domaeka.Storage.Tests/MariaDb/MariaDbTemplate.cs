using System.Text;
using Dapper;
using Domaeka.TestKit.MariaDb;

namespace Domaeka.Storage.Tests.MariaDb;

/// <summary>
/// Databases as the migrations leave an empty one. The migrations run once for all tests of this process; each test gets the tables and rows that
/// they came to, which takes a fraction of the time.
/// </summary>
internal static class MariaDbTemplate
{
    private static readonly Lazy<Task<string>> Script = new(WriteScriptAsync);

    /// <summary>Makes a database of its own, migrated.</summary>
    public static async Task<TestDatabase> CreateDatabaseAsync()
    {
        var script = await Script.Value;
        var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync(script);
        return database;
    }

    // The triggers are left out: each start of the stores makes those that it misses.
    private static async Task<string> WriteScriptAsync()
    {
        await using var database = await TestDatabase.CreateAsync();
        using (var host = await StorageHost.StartAsync(options =>
        {
            options.Provider = "mariadb";
            options.ConnectionString = database.ConnectionString;
        }))
        {
            await host.StopAsync();
        }

        var script = new StringBuilder();
        foreach (var table in await database.QueryAsync("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"))
        {
            await using (var connection = await database.OpenAsync())
            {
                await using var reader = await connection.ExecuteReaderAsync($"SHOW CREATE TABLE `{table}`");
                await reader.ReadAsync();
                script.Append(reader.GetString(1)).Append(";\n");
            }

            var columns = await database.QueryAsync(
                $"SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '{table}' ORDER BY ordinal_position");
            var row = string.Join(", ", columns.Select(column => $"QUOTE(`{column}`)"));
            foreach (var values in await database.QueryAsync($"SELECT CONCAT_WS(', ', {row}) FROM `{table}`"))
                script.Append($"INSERT INTO `{table}` VALUES ({values});\n");
        }

        return script.ToString();
    }
}
