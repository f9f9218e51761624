using System.Data;
using System.Data.Common;
using Dapper;
using Domaeka.Storage.Rows;
using Domaeka.Storage.Sql;

namespace Domaeka.Storage.MariaDb;

/// <summary>What a start finds out about the migrated database, and tidies up in it.</summary>
internal static class MariaDbFacts
{
    private const int MaxTries = 10;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>What the tables are like, and the isolation level that transactions can have.</summary>
    public static async Task<(SqlFacts Facts, IsolationLevel Isolation)> ReadAsync(DbConnection connection, bool hasTriggers)
    {
        var misspelt = (await connection.QueryAsync<string>(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = DATABASE() AND lower(column_name) = @name",
            new { name = SqlFacts.Misspelling })).ToHashSet(StringComparer.Ordinal);

        var sampleColumns = await ReadColumnsAsync(connection, "kb_system_monitor");

        // A binary log of statements cannot record what READ COMMITTED lets happen; the server refuses to write then.
        var statementLog = await connection.ExecuteScalarAsync<long>("SELECT @@log_bin AND @@binlog_format = 'STATEMENT'");
        return (
            new SqlFacts(misspelt.Contains("kb_bot_devices"), misspelt.Contains("kb_rooms"), hasTriggers)
            {
                ServerKey = (await ReadColumnsAsync(connection, "kb_servers")).Contains("server_id") ? "server_id" : "id",
                HasBotMapping = (await ReadColumnsAsync(connection, "kb_bot_server_mapping")).IsSupersetOf(SqlFacts.MappingColumns),
                SampleTimeColumn = SqlFacts.SampleTimeColumns.FirstOrDefault(sampleColumns.Contains),
            },
            statementLog != 0 ? IsolationLevel.RepeatableRead : IsolationLevel.ReadCommitted);
    }

    private static async Task<HashSet<string>> ReadColumnsAsync(DbConnection connection, string table) =>
        (await connection.QueryAsync<string>(
            "SELECT lower(column_name) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = @table", new { table }))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Makes the rows that transactions lock, and forgets the marks of processes that are long gone. Only under the lock of those that start.</summary>
    public static async Task CleanAsync(DbConnection connection, DateTimeOffset now)
    {
        var before = StoredTime.ToText(now - Kept);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await connection.ExecuteAsync(
                    """
                    INSERT INTO dk_commit_order (name, last_id) SELECT 'chat', 0 WHERE NOT EXISTS (SELECT 1 FROM dk_commit_order WHERE name = 'chat');
                    INSERT INTO dk_commit_order (name, last_id)
                        SELECT 'events', coalesce((SELECT max(id) FROM dk_events), 0) WHERE NOT EXISTS (SELECT 1 FROM dk_commit_order WHERE name = 'events');
                    """);
                await connection.ExecuteAsync("DELETE FROM dk_commits WHERE committed_at < @before", new { before });
                await connection.ExecuteAsync("DELETE FROM dk_health WHERE checked_at < @before", new { before });
                return;
            }
            catch (Exception exception) when (attempt < MaxTries && MariaDbErrors.IsDeadlock(exception))
            {
                // Processes that are at work have met it. What was done stays, and does not have to be done again.
            }
        }
    }
}
