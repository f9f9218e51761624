using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.MariaDb.Migrations;

/// <summary>
/// The triggers that tell of changes in <c>kb_schedule</c>. They need a right of their own (TRIGGER, and where binary logging is on, that functions
/// are trusted), which the account may be given or not.
/// </summary>
internal static class ScheduleTriggers
{
    /// <summary>Makes those that are missing.</summary>
    /// <returns>False when there are none and none can be made.</returns>
    public static async Task<bool> EnsureAsync(DbConnection connection, ILogger logger)
    {
        try
        {
            var there = (await connection.QueryAsync<(string Name, bool IsOurs)>(
                "SELECT trigger_name, definer = CURRENT_USER() FROM information_schema.triggers WHERE trigger_schema = DATABASE()"))
                .ToDictionary(row => row.Name, row => row.IsOurs, StringComparer.Ordinal);
            foreach (var (name, text) in ReadAll())
            {
                if (there.TryGetValue(name, out var isOurs) && isOurs)
                    continue;

                // A trigger acts for the account that made it. Were that one dropped, nobody could write to kb_schedule any more.
                if (there.ContainsKey(name))
                    await connection.ExecuteAsync($"DROP TRIGGER {name}");
                await connection.ExecuteAsync(text);
            }

            return true;
        }
        catch (DbException exception) when (MariaDbErrors.IsRefusal(exception))
        {
            // Without the right they cannot be seen either; somebody else may have made them.
            if (await WorkAsync(connection))
                return true;

            logger.TriggersMissing(exception.Message);
            return false;
        }
    }

    /// <summary>Every trigger of the script, by its name.</summary>
    public static IReadOnlyList<(string Name, string Text)> ReadAll() =>
    [
        .. MigrationScript.Read("mariadb/0004_schedule_triggers.sql").Split("\n//")
            .Select(text => string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal))).Trim())
            .Where(text => text.Length > 0)
            .Select(text => (text.Split(' ', 4)[2], text)),
    ];

    private static async Task<bool> WorkAsync(DbConnection connection)
    {
        try
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync("INSERT INTO kb_schedule (title, status) VALUES ('', 'inactive')", transaction: transaction);
            var seen = await connection.ExecuteScalarAsync<long>(
                "SELECT count(*) FROM dk_schedule_changes WHERE schedule_id = LAST_INSERT_ID()", transaction: transaction);
            await transaction.RollbackAsync();
            return seen > 0;
        }
        catch (DbException exception) when (MariaDbErrors.IsRefusal(exception))
        {
            return false;
        }
    }
}
