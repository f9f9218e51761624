using Dapper;
using Domaeka.Core.Leases;
using Domaeka.Core.Rooms;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sqlite;

/// <summary><c>dk_instances</c>, <c>dk_lanes</c>, <c>dk_mail</c> and <c>dk_phones</c>. A transaction holds the write lock, so nobody is in between.</summary>
internal sealed class SqliteLeaseStore(SqliteDatabase database) : ILeaseStore
{
    private const string Now = "strftime('%Y-%m-%d %H:%M:%f', 'now')";

    private const string LeaseUntil = "strftime('%Y-%m-%d %H:%M:%f', 'now', @lease)";

    private const string IsOver = $"(ended_at IS NOT NULL OR lease_until <= {Now})";

    private const string SelectHolders = $"SELECT id, process_name FROM dk_instances WHERE NOT {IsOver} ORDER BY id";

    // Asked every few seconds, mostly in vain, and so without the write lock.
    private const string SelectRemains = $"""
        SELECT EXISTS (
            SELECT 1 FROM dk_instances i
            WHERE i.id <> @instance AND {IsOver} AND (
                i.ended_at IS NULL
                OR EXISTS (SELECT 1 FROM dk_lanes WHERE instance_id = i.id)
                OR EXISTS (SELECT 1 FROM dk_mail WHERE instance_id = i.id)
                OR EXISTS (SELECT 1 FROM dk_phones WHERE instance_id = i.id)))
        """;

    private const string Gone = "instance_id IN (SELECT id FROM dk_instances WHERE ended_at IS NOT NULL)";

    private const string CountPhones = """
        INSERT INTO dk_counters (name, value) VALUES ('phones', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1
        """;

    private const string SelectPhonesVersion = "SELECT value FROM dk_counters WHERE name = 'phones'";

    public Task<long> StartAsync(string processName, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session.Connection.Execute(
                $"UPDATE dk_instances SET ended_at = {Now} WHERE ended_at IS NULL AND process_name = @processName", new { processName });

            // Those that have left nothing behind are forgotten in time.
            session.Connection.Execute(
                "DELETE FROM dk_instances WHERE ended_at < strftime('%Y-%m-%d %H:%M:%f', 'now', '-7 days') AND id NOT IN (SELECT instance_id FROM dk_lanes)");
            session.Connection.Execute(
                $"INSERT INTO dk_instances (process_name, started_at, lease_until) VALUES (@processName, {Now}, {LeaseUntil})",
                new { processName, lease = Modifier(lease) });
            var instance = session.LastInsertId;
            session.Connection.Execute(
                """
                INSERT INTO dk_lanes (bot_name, channel_id, instance_id)
                SELECT DISTINCT bot_name, channel_id, @instance FROM dk_outbox o
                WHERE ended_at IS NULL
                    AND NOT EXISTS (SELECT 1 FROM dk_lanes l WHERE l.bot_name = o.bot_name AND l.channel_id = o.channel_id)
                """,
                new { instance });
            return instance;
        },
        cancellationToken);

    public async Task<IReadOnlyList<LeaseHolder>> RenewAsync(long instance, TimeSpan lease, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            session =>
            {
                var renewed = session.Connection.Execute(
                    $"UPDATE dk_instances SET lease_until = {LeaseUntil} WHERE id = @instance AND ended_at IS NULL",
                    new { instance, lease = Modifier(lease) });
                return renewed > 0 ? Holders(session) : throw new LeaseLostException(instance);
            },
            cancellationToken);

    public async Task<IReadOnlyList<LeaseHolder>> ListHoldersAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(Holders, cancellationToken);

    public Task EndAsync(long instance, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Connection.Execute(
            $"UPDATE dk_instances SET ended_at = {Now} WHERE id = @instance AND ended_at IS NULL", new { instance }),
        cancellationToken);

    public async Task<IReadOnlyList<RoomKey>> TakeOverAsync(long instance, CancellationToken cancellationToken)
    {
        var hasRemains = await database.ReadAsync(
            session => session.Connection.ExecuteScalar<long>(SelectRemains, new { instance }) != 0, cancellationToken);
        return hasRemains ? await database.WriteAsync(session => TakeOver(session, instance), cancellationToken) : [];
    }

    public async Task<IReadOnlyList<RoomKey>> ListLanesAsync(long instance, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.List("SELECT bot_name, channel_id FROM dk_lanes WHERE instance_id = @instance", new { instance }, ReadRoom),
            cancellationToken);

    public Task<long?> FindLaneAsync(RoomKey room, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteLanes.Find(session, room), cancellationToken);

    public Task<bool> PostAsync(long to, Mail mail, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            if (session.Connection.ExecuteScalar<long>($"SELECT count(*) FROM dk_instances WHERE id = @to AND NOT {IsOver}", new { to }) == 0)
                return false;
            SqliteLanes.Post(session, to, mail);
            return true;
        },
        cancellationToken);

    public async Task<IReadOnlyList<Mail>> ReadMailAsync(long instance, long afterId, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.List(
                $"SELECT {MailRow.Columns} FROM dk_mail WHERE instance_id = @instance AND id > @afterId ORDER BY id LIMIT @limit",
                new { instance, afterId, limit },
                MailRow.Read),
            cancellationToken);

    public Task DeleteMailAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var delete = session.Statement("DELETE FROM dk_mail WHERE id = ?");
            foreach (var id in ids)
            {
                delete.Bind(1, id);
                delete.Execute();
            }

            return ids.Count;
        },
        cancellationToken);

    public async Task ClaimPhonesAsync(long instance, IReadOnlyList<PhoneClaimChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Count > 0)
            await database.WriteAsync(session => Claim(session, instance, changes), cancellationToken);
    }

    public Task<PhoneClaims?> ReadPhonesAsync(string? knownVersion, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            // The version first: a change in between is read once more the next time.
            var version = session.Connection.ExecuteScalar<string?>(SelectPhonesVersion) ?? "0";
            return version == knownVersion
                ? null
                : new PhoneClaims(version, session.List($"SELECT {PhoneClaimRow.Columns} FROM dk_phones", null, PhoneClaimRow.Read));
        },
        cancellationToken);

    private static List<LeaseHolder> Holders(SqliteSession session) => session.List(
        SelectHolders, null, reader => new LeaseHolder(reader.GetInt64(0), reader.Text(1) ?? ""));

    private static List<RoomKey> TakeOver(SqliteSession session, long instance)
    {
        SqliteLanes.Require(session, instance);
        session.Connection.Execute(
            $"UPDATE dk_instances SET ended_at = {Now} WHERE ended_at IS NULL AND lease_until <= {Now} AND id <> @instance", new { instance });
        var rooms = session.List($"SELECT bot_name, channel_id FROM dk_lanes WHERE {Gone}", null, ReadRoom);
        session.Connection.Execute($"UPDATE dk_lanes SET instance_id = @instance WHERE {Gone}", new { instance });
        session.Connection.Execute($"UPDATE dk_mail SET instance_id = @instance WHERE {Gone}", new { instance });
        if (session.Connection.Execute($"DELETE FROM dk_phones WHERE {Gone}") > 0)
            session.Statement(CountPhones).Execute();
        return rooms;
    }

    private static int Claim(SqliteSession session, long instance, IReadOnlyList<PhoneClaimChange> changes)
    {
        SqliteLanes.Require(session, instance);
        var put = session.Statement("""
            INSERT INTO dk_phones (bot_name, device_id, instance_id, connection_id, claimed_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (bot_name, device_id) DO UPDATE SET
                instance_id = excluded.instance_id, connection_id = excluded.connection_id, claimed_at = excluded.claimed_at
            """);
        var delete = session.Statement("DELETE FROM dk_phones WHERE bot_name = ? AND device_id = ? AND instance_id = ?");
        foreach (var change in changes)
        {
            var statement = change.ConnectionId is null ? delete : put;
            statement.Bind(1, change.Device.BotName);
            statement.Bind(2, change.Device.DeviceId);
            statement.Bind(3, instance);
            if (change.ConnectionId is { } connection)
            {
                statement.Bind(4, connection);
                statement.Bind(5, change.At);
            }

            statement.Execute();
        }

        session.Statement(CountPhones).Execute();
        return changes.Count;
    }

    private static RoomKey ReadRoom(System.Data.Common.DbDataReader reader) => new(reader.Text(0) ?? "", reader.Text(1) ?? "");

    private static string Modifier(TimeSpan lease) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(lease < TimeSpan.Zero ? "" : "+")}{lease.TotalSeconds:0.000} seconds");
}
