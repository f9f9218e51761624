using Domaeka.Core.Processes;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sql;

/// <summary><c>kb_bot_server_mapping</c>, where the database has it.</summary>
internal sealed class SqlBotMappingStore(ISqlDatabase database) : IBotMappingStore
{
    private const string Connect =
        """
        UPDATE kb_bot_server_mapping SET server_id = @server, connected_at = @At, last_ping_at = @At, is_active = 1 WHERE bot_name = @BotName
        """;

    private const string Add =
        """
        INSERT INTO kb_bot_server_mapping (bot_name, server_id, connected_at, last_ping_at, is_active) VALUES (@BotName, @server, @At, @At, 1)
        """;

    private const string See =
        "UPDATE kb_bot_server_mapping SET last_ping_at = @At, is_active = 1 WHERE bot_name = @BotName AND server_id = @server";

    private const string Leave = "UPDATE kb_bot_server_mapping SET is_active = 0 WHERE bot_name = @BotName AND server_id = @server";

    private const string LeaveAll = "UPDATE kb_bot_server_mapping SET is_active = 0 WHERE server_id = @server AND is_active <> 0";

    public bool IsKept => database.Facts.HasBotMapping;

    public Task ClearAsync(string server, CancellationToken cancellationToken) =>
        IsKept ? database.WriteAsync(session => session.ExecuteAsync(LeaveAll, new { server }), cancellationToken) : Task.CompletedTask;

    public Task ApplyAsync(string server, IReadOnlyCollection<BotMappingChange> changes, CancellationToken cancellationToken) =>
        !IsKept ? Task.CompletedTask : database.WriteAsync(
            async session =>
            {
                foreach (var change in changes)
                    await ApplyAsync(session, server, change);
                return changes.Count;
            },
            cancellationToken);

    private static async Task ApplyAsync(SqlSession session, string server, BotMappingChange change)
    {
        var parameters = new { change.BotName, server, At = StoredTime.ToText(change.At) };
        switch (change.Kind)
        {
            case BotMappingKind.Connected:
                if (await session.ExecuteAsync(Connect, parameters) == 0)
                    await session.ExecuteAsync(Add, parameters);
                break;
            case BotMappingKind.Seen:
                await session.ExecuteAsync(See, parameters);
                break;
            default:
                await session.ExecuteAsync(Leave, parameters);
                break;
        }
    }
}
