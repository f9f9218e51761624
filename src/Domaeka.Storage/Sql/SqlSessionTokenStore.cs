using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Core.Sessions;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sql;

/// <summary><c>dk_session_tokens</c>.</summary>
internal sealed class SqlSessionTokenStore(ISqlDatabase database) : ISessionTokenStore
{
    /// <summary>Deletes every token of the device <c>@BotName</c>, <c>@DeviceId</c>.</summary>
    public const string DeleteAll = "DELETE FROM dk_session_tokens WHERE bot_name = @BotName AND device_id = @DeviceId";

    public Task<bool> ChangeAsync(
        DeviceKey device, Func<SessionTokenSheet, IReadOnlyList<StoredSessionToken>> change, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (await ReadAsync(session, device) is not { } sheet)
                    return false;
                await WriteAsync(session, device, sheet.Tokens, change(sheet));
                return true;
            },
            cancellationToken);

    public Task<int> EndAsync(DeviceKey device, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync(DeleteAll, new { device.BotName, device.DeviceId }), cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset expiredBefore, int limit, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync(
            database.Dialect.DeleteOldest("dk_session_tokens", "expires_at", "rowid", limit), new { before = StoredTime.ToText(expiredBefore) }),
        cancellationToken);

    // The device's row is held until the end of the transaction: another process that has a token of this device in hand, or shuts the device out,
    // comes before or behind.
    private async Task<SessionTokenSheet?> ReadAsync(SqlSession session, DeviceKey device)
    {
        var rows = await session.ListAsync(
            $"""
            SELECT bot_name, device_id, status, device_uuid FROM kb_bot_devices
            WHERE bot_name = @BotName AND device_id = @DeviceId {database.Dialect.LockForUpdate}
            """,
            new { device.BotName, device.DeviceId },
            row => (
                Key: new DeviceKey(row.Text(0) ?? "", row.Text(1) ?? ""),
                Status: ApprovalStatusExtensions.FromStoredWord(row.Text(2)),
                Uuid: row.FilledText(3)));

        // Databases that do not count blanks at the end of a text would find the row of another.
        if (rows.Count != 1 || rows[0].Key != device)
            return null;
        var tokens = await session.ListAsync(
            $"SELECT {SessionTokenRow.Columns} FROM dk_session_tokens WHERE bot_name = @BotName AND device_id = @DeviceId",
            new { device.BotName, device.DeviceId },
            SessionTokenRow.Read);
        return new SessionTokenSheet(rows[0].Status, rows[0].Uuid, tokens);
    }

    private static async Task WriteAsync(
        SqlSession session, DeviceKey device, IReadOnlyList<StoredSessionToken> before, IReadOnlyList<StoredSessionToken> after)
    {
        var gone = before.Select(token => token.Hash).Except(after.Select(token => token.Hash)).ToList();
        if (gone.Count > 0)
            await session.ExecuteAsync("DELETE FROM dk_session_tokens WHERE hash IN @gone", new { gone });

        var known = before.ToDictionary(token => token.Hash);
        foreach (var token in after)
        {
            if (!known.TryGetValue(token.Hash, out var old))
                await session.ExecuteAsync(
                    """
                    INSERT INTO dk_session_tokens (hash, bot_name, device_id, device_uuid, state, issued_at, expires_at)
                    VALUES (@Hash, @BotName, @DeviceId, @DeviceUuid, @State, @IssuedAt, @ExpiresAt)
                    """,
                    new
                    {
                        token.Hash,
                        device.BotName,
                        device.DeviceId,
                        token.DeviceUuid,
                        State = StoredWords<SessionTokenState>.Of(token.State),
                        IssuedAt = StoredTime.ToText(token.IssuedAt),
                        ExpiresAt = StoredTime.ToText(token.ExpiresAt),
                    });
            else if (old.State != token.State)
                await session.ExecuteAsync(
                    "UPDATE dk_session_tokens SET state = @State WHERE hash = @Hash",
                    new { token.Hash, State = StoredWords<SessionTokenState>.Of(token.State) });
        }
    }
}
