using Domaeka.Core.Leases;
using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.MariaDb;

/// <summary>
/// The lanes' side of one batch of the outbox: whose each message is, and what other processes are told. First everything is worked out, the lanes
/// at hand being locked; the rows are written with the others.
/// </summary>
internal sealed class MariaDbLanes(MariaDbSession session, long instance)
{
    private readonly Dictionary<RoomKey, long> _owners = [];
    private readonly HashSet<RoomKey> _changed = [];
    private readonly HashSet<RoomKey> _mailed = [];
    private readonly HashSet<long> _instances = [];
    private readonly List<(long To, Mail Mail)> _mail = [];

    /// <summary>Holds the instance's own row, so that nobody ends it before the transaction is over.</summary>
    /// <exception cref="LeaseLostException">It has ended.</exception>
    public async Task RequireAsync()
    {
        var held = await session.Int64Async($"SELECT id FROM dk_instances WHERE id = {instance} AND ended_at IS NULL LOCK IN SHARE MODE");
        if (held != instance)
            throw new LeaseLostException(instance);
    }

    /// <summary>Reads what the changes need to know.</summary>
    public async Task LoadAsync(IReadOnlyList<OutboxWrite> writes)
    {
        if (!writes.Any(write => write is OutboxInsert or OutboxHandover))
            return;

        // Mail about the own lanes is about messages that were accepted before those of this batch.
        _mailed.UnionWith(await session.ListAsync(
            $"SELECT DISTINCT bot_name, channel_id FROM dk_mail WHERE instance_id = {instance} AND bot_name IS NOT NULL AND channel_id IS NOT NULL", ReadRoom));

        var rooms = writes.Select(write => write switch
        {
            OutboxInsert { IsLaneKnown: false } insert => insert.Message.Header.Room,
            OutboxHandover handover => handover.Room,
            _ => null as RoomKey?,
        }).OfType<RoomKey>().Distinct().OrderBy(room => room.BotName, StringComparer.Ordinal).ThenBy(room => room.ChannelId, StringComparer.Ordinal);
        foreach (var (sql, _) in RowStatements.Build(
            session.Limits,
            "SELECT bot_name, channel_id, instance_id FROM dk_lanes FORCE INDEX (PRIMARY) WHERE (bot_name, channel_id) IN (",
            rooms,
            static (text, room) => text.Open().Value(room.BotName).Value(room.ChannelId).Close(),
            ") ORDER BY bot_name, channel_id FOR UPDATE"))
        {
            foreach (var (room, owner) in await session.ListAsync(sql, row => (ReadRoom(row), row.Int64(2))))
                _owners[room] = owner;
        }

        if (writes.Any(write => write is OutboxHandover))
            _instances.UnionWith(await session.ListAsync("SELECT id FROM dk_instances WHERE ended_at IS NULL LOCK IN SHARE MODE", row => row.Int64(0)));
    }

    /// <summary>Whose a message is that is to be stored.</summary>
    public OutboxWriteOutcome Enter(OutboxInsert insert)
    {
        var room = insert.Message.Header.Room;
        if (insert.IsLaneKnown)
            return _mailed.Contains(room) ? OutboxWriteOutcome.StoredBehind : OutboxWriteOutcome.Stored;
        if (_owners.TryGetValue(room, out var owner))
            return owner == instance ? OutboxWriteOutcome.StoredBehind : OutboxWriteOutcome.StoredElsewhere;

        Put(room, instance);
        return OutboxWriteOutcome.Stored;
    }

    /// <summary>The message of another's lane has its number now.</summary>
    public void Tell(RoomKey room, long sequence) =>
        _mail.Add((_owners[room], new Mail { Kind = MailKind.Message, From = instance, Room = room, MessageSequence = sequence }));

    /// <summary>As <see cref="OutboxHandover"/>.</summary>
    public OutboxWriteOutcome HandOver(OutboxHandover handover)
    {
        if (!_owners.TryGetValue(handover.Room, out var owner) || owner != instance || !_instances.Contains(handover.ToInstance))
            return OutboxWriteOutcome.Missing;

        Put(handover.Room, handover.ToInstance);
        _mail.Add((handover.ToInstance, new Mail { Kind = MailKind.Lane, From = instance, Room = handover.Room }));
        return OutboxWriteOutcome.Stored;
    }

    /// <summary>The statements that store it.</summary>
    public IEnumerable<string> Build()
    {
        var lanes = RowStatements.Build(
            session.Limits,
            "INSERT INTO dk_lanes (bot_name, channel_id, instance_id) VALUES ",
            _changed,
            (text, room) => text.Open().Value(room.BotName).Value(room.ChannelId).Value(_owners[room]).Close(),
            " ON DUPLICATE KEY UPDATE instance_id = VALUES(instance_id)");
        var mail = RowStatements.Build(
            session.Limits,
            "INSERT INTO dk_mail (posted_at, instance_id, kind, from_instance, bot_name, channel_id, message_seq) VALUES ",
            _mail,
            static (text, row) => text.Raw("(UTC_TIMESTAMP(3), ").List()
                .Value(row.To).Value(StoredWords<MailKind>.Of(row.Mail.Kind)).Value(row.Mail.From)
                .Value(row.Mail.Room?.BotName).Value(row.Mail.Room?.ChannelId)
                .Value(row.Mail.MessageSequence == 0 ? null : row.Mail.MessageSequence).Close());
        return lanes.Concat(mail).Select(statement => statement.Sql);
    }

    private void Put(RoomKey room, long owner)
    {
        _owners[room] = owner;
        _changed.Add(room);
    }

    private static RoomKey ReadRoom(MariaDbRow row) => new(row.Text(0) ?? "", row.Text(1) ?? "");
}
