using System.Data.Common;
using Domaeka.Core.Leases;
using Domaeka.Core.Rooms;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sql;

/// <summary><c>dk_instances</c>, <c>dk_lanes</c>, <c>dk_mail</c> and <c>dk_phones</c>.</summary>
/// <remarks>
/// Whoever does something on the strength of a lease holds the row of its instance locked in share mode until it commits, and whoever ends the
/// instance needs that row for itself: so everything done in an instance's name is over when the instance is.
/// </remarks>
internal sealed class SqlLeaseStore(ISqlDatabase database) : ILeaseStore
{
    private const int IdsPerStatement = 500;

    private const string CountPhones = "UPDATE dk_counters SET value = value + 1 WHERE name = 'phones'";

    private const string SelectPhonesVersion = "SELECT value FROM dk_counters WHERE name = 'phones'";

    private readonly string _now = database.Dialect.UtcNow;

    private string IsOver => $"(ended_at IS NOT NULL OR lease_until <= {_now})";

    public Task<long> StartAsync(string processName, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync(
                $"UPDATE dk_instances SET ended_at = {_now} WHERE ended_at IS NULL AND process_name = @processName", new { processName });
            await session.ExecuteAsync(
                $"INSERT INTO dk_instances (process_name, started_at, lease_until) VALUES (@processName, {_now}, {Until})",
                new { processName, lease = Microseconds(lease) });
            var instance = await session.ScalarAsync<long>(database.Dialect.SelectLastInsertId);
            await ForgetOldAsync(session);
            await MakeLanesAsync(session, instance);
            if (await session.ExecuteAsync(CountPhones) == 0)
                await session.ExecuteAsync("INSERT INTO dk_counters (name, value) VALUES ('phones', 1)");
            return instance;
        },
        cancellationToken);

    public async Task<IReadOnlyList<LeaseHolder>> RenewAsync(long instance, TimeSpan lease, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async session =>
            {
                var renewed = await session.ExecuteAsync(
                    $"UPDATE dk_instances SET lease_until = {Until} WHERE id = @instance AND ended_at IS NULL",
                    new { instance, lease = Microseconds(lease) });
                return renewed > 0 ? await HoldersAsync(session) : throw new LeaseLostException(instance);
            },
            cancellationToken);

    public async Task<IReadOnlyList<LeaseHolder>> ListHoldersAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(HoldersAsync, cancellationToken);

    public Task EndAsync(long instance, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync(
            $"UPDATE dk_instances SET ended_at = {_now} WHERE id = @instance AND ended_at IS NULL", new { instance }),
        cancellationToken);

    public async Task<IReadOnlyList<RoomKey>> TakeOverAsync(long instance, CancellationToken cancellationToken)
    {
        // Asked every few seconds, mostly in vain, and so without a lock.
        var remains = await database.ReadAsync(session => session.ListAsync(SelectRemains, new { instance }, row => row.GetInt64(0)), cancellationToken);
        return remains.Count > 0 ? await database.WriteAsync(session => TakeOverAsync(session, instance), cancellationToken) : [];
    }

    public async Task<IReadOnlyList<RoomKey>> ListLanesAsync(long instance, CancellationToken cancellationToken) => await database.ReadAsync(
        session => session.ListAsync("SELECT bot_name, channel_id FROM dk_lanes WHERE instance_id = @instance", new { instance }, ReadRoom),
        cancellationToken);

    public async Task<long?> FindLaneAsync(RoomKey room, CancellationToken cancellationToken)
    {
        var owners = await database.ReadAsync(
            session => session.ListAsync(
                "SELECT instance_id FROM dk_lanes WHERE bot_name = @BotName AND channel_id = @ChannelId",
                new { room.BotName, room.ChannelId },
                row => row.GetInt64(0)),
            cancellationToken);
        return owners.Count > 0 ? owners[0] : null;
    }

    public Task<bool> PostAsync(long to, Mail mail, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var holders = await session.ScalarAsync<long>($"SELECT count(*) FROM dk_instances WHERE id = @to AND NOT {IsOver}", new { to });
            if (holders == 0)
                return false;

            await session.ExecuteAsync(
                $"""
                INSERT INTO dk_mail (instance_id, kind, from_instance, bot_name, channel_id, message_seq, argument, posted_at)
                VALUES (@to, @Kind, @From, @BotName, @ChannelId, @Sequence, @Argument, {_now})
                """,
                new
                {
                    to,
                    Kind = StoredWords<MailKind>.Of(mail.Kind),
                    mail.From,
                    mail.Room?.BotName,
                    mail.Room?.ChannelId,
                    Sequence = mail.MessageSequence == 0 ? (long?)null : mail.MessageSequence,
                    mail.Argument,
                });
            return true;
        },
        cancellationToken);

    public async Task<IReadOnlyList<Mail>> ReadMailAsync(long instance, long afterId, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.ListAsync(
                $"SELECT {MailRow.Columns} FROM dk_mail WHERE instance_id = @instance AND id > @afterId ORDER BY id LIMIT @limit",
                new { instance, afterId, limit },
                MailRow.Read),
            cancellationToken);

    public Task DeleteMailAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            foreach (var chunk in ids.Order().Chunk(IdsPerStatement))
                await session.ExecuteAsync($"DELETE FROM dk_mail WHERE id IN ({string.Join(',', chunk)})");
            return ids.Count;
        },
        cancellationToken);

    public async Task ClaimPhonesAsync(long instance, IReadOnlyList<PhoneClaimChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Count > 0)
            await database.WriteAsync(session => ClaimAsync(session, instance, changes), cancellationToken);
    }

    public Task<PhoneClaims?> ReadPhonesAsync(string? knownVersion, CancellationToken cancellationToken) => database.ReadAsync(
        async session =>
        {
            // The version first: a change in between is read once more the next time.
            var version = await session.ScalarAsync<string>(SelectPhonesVersion) ?? "0";
            return version == knownVersion
                ? null
                : new PhoneClaims(version, await session.ListAsync($"SELECT {PhoneClaimRow.Columns} FROM dk_phones", null, PhoneClaimRow.Read));
        },
        cancellationToken);

    private string Until => database.Dialect.UtcNowPlusMicroseconds("@lease");

    private string SelectRemains => $"""
        SELECT i.id FROM dk_instances i
        WHERE i.id <> @instance AND {IsOver} AND (
            i.ended_at IS NULL
            OR EXISTS (SELECT 1 FROM dk_lanes WHERE instance_id = i.id)
            OR EXISTS (SELECT 1 FROM dk_mail WHERE instance_id = i.id)
            OR EXISTS (SELECT 1 FROM dk_phones WHERE instance_id = i.id))
        LIMIT 1
        """;

    private Task<List<LeaseHolder>> HoldersAsync(SqlSession session) => session.ListAsync(
        $"SELECT id, process_name FROM dk_instances WHERE NOT {IsOver} ORDER BY id", null, row => new LeaseHolder(row.GetInt64(0), row.Text(1) ?? ""));

    /// <summary>Instances that have left nothing behind.</summary>
    private Task<int> ForgetOldAsync(SqlSession session) => session.ExecuteAsync(
        $"""
        DELETE FROM dk_instances
        WHERE ended_at < {database.Dialect.UtcNowPlusMicroseconds("@lease")}
            AND id NOT IN (SELECT instance_id FROM dk_lanes) AND id NOT IN (SELECT instance_id FROM dk_mail) AND id NOT IN (SELECT instance_id FROM dk_phones)
        """,
        new { lease = Microseconds(TimeSpan.FromDays(-1)) });

    /// <summary>Messages that a program without leases has left behind get lanes.</summary>
    private static Task<int> MakeLanesAsync(SqlSession session, long instance) => session.ExecuteAsync(
        """
        INSERT INTO dk_lanes (bot_name, channel_id, instance_id)
        SELECT DISTINCT o.bot_name, o.channel_id, @instance FROM dk_outbox o
        LEFT JOIN dk_lanes l ON l.bot_name = o.bot_name AND l.channel_id = o.channel_id
        WHERE o.ended_at IS NULL AND l.instance_id IS NULL
        """,
        new { instance });

    private async Task<List<RoomKey>> TakeOverAsync(SqlSession session, long instance)
    {
        await RequireAsync(session, instance);
        await session.ExecuteAsync(
            $"UPDATE dk_instances SET ended_at = {_now} WHERE ended_at IS NULL AND lease_until <= {_now} AND id <> @instance", new { instance });
        var ended = await session.ListAsync("SELECT id FROM dk_instances WHERE ended_at IS NOT NULL", null, row => row.GetInt64(0));
        if (ended.Count == 0)
            return [];

        var theirs = $"instance_id IN ({string.Join(',', ended)})";
        var rooms = await session.ListAsync($"SELECT bot_name, channel_id FROM dk_lanes WHERE {theirs} {database.Dialect.LockForUpdate}", null, ReadRoom);
        await session.ExecuteAsync($"UPDATE dk_lanes SET instance_id = @instance WHERE {theirs}", new { instance });
        await session.ExecuteAsync($"UPDATE dk_mail SET instance_id = @instance WHERE {theirs}", new { instance });
        if (await session.ExecuteAsync($"DELETE FROM dk_phones WHERE {theirs}") > 0)
            await session.ExecuteAsync(CountPhones);
        return rooms;
    }

    private async Task<int> ClaimAsync(SqlSession session, long instance, IReadOnlyList<PhoneClaimChange> changes)
    {
        await RequireAsync(session, instance);
        var replace = database.Dialect.Replace("bot_name, device_id", "instance_id", "connection_id", "claimed_at", "signed_at");
        foreach (var change in changes)
        {
            var parameters = new
            {
                change.Device.BotName,
                change.Device.DeviceId,
                instance,
                change.ConnectionId,
                At = StoredTime.ToText(change.At),
                SignedAt = change.SignedAt is { } signed ? StoredTime.ToText(signed) : null,
            };
            await session.ExecuteAsync(
                change.ConnectionId is null
                    ? "DELETE FROM dk_phones WHERE bot_name = @BotName AND device_id = @DeviceId AND instance_id = @instance"
                    : $"""
                      INSERT INTO dk_phones (bot_name, device_id, instance_id, connection_id, claimed_at, signed_at)
                      VALUES (@BotName, @DeviceId, @instance, @ConnectionId, @At, @SignedAt) {replace}
                      """,
                parameters);
        }

        await session.ExecuteAsync(CountPhones);
        return changes.Count;
    }

    /// <exception cref="LeaseLostException">The instance has ended.</exception>
    private async Task RequireAsync(SqlSession session, long instance)
    {
        var found = await session.ListAsync(
            $"SELECT id FROM dk_instances WHERE id = @instance AND ended_at IS NULL {database.Dialect.LockInShareMode}",
            new { instance },
            row => row.GetInt64(0));
        if (found.Count == 0)
            throw new LeaseLostException(instance);
    }

    private static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private static RoomKey ReadRoom(DbDataReader row) => new(row.Text(0) ?? "", row.Text(1) ?? "");
}
