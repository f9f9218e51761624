using Domaeka.Core.Leases;
using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sqlite;

/// <summary>The lanes' side of a change of the outbox: <c>dk_lanes</c>, <c>dk_mail</c>. Used on the writer's thread, inside a transaction.</summary>
internal static class SqliteLanes
{
    private const string SelectInstance = "SELECT 1 FROM dk_instances WHERE id = ? AND ended_at IS NULL";

    private const string SelectLane = "SELECT instance_id FROM dk_lanes WHERE bot_name = ? AND channel_id = ?";

    private const string SelectMail = "SELECT 1 FROM dk_mail WHERE instance_id = ? AND bot_name = ? AND channel_id = ? LIMIT 1";

    private const string PutLane = """
        INSERT INTO dk_lanes (bot_name, channel_id, instance_id) VALUES (?, ?, ?)
        ON CONFLICT (bot_name, channel_id) DO UPDATE SET instance_id = excluded.instance_id
        """;

    private const string InsertMail = """
        INSERT INTO dk_mail (instance_id, kind, from_instance, bot_name, channel_id, message_seq, argument, posted_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, strftime('%Y-%m-%d %H:%M:%f', 'now'))
        """;

    /// <summary>True until the instance has ended.</summary>
    public static bool Exists(SqliteSession session, long instance)
    {
        var select = session.Statement(SelectInstance);
        select.Bind(1, instance);
        return select.TryFirst(_ => true, out _);
    }

    /// <exception cref="LeaseLostException">The instance has ended.</exception>
    public static void Require(SqliteSession session, long instance)
    {
        if (instance != 0 && !Exists(session, instance))
            throw new LeaseLostException(instance);
    }

    /// <summary>The instance whose lane the room's is, or null.</summary>
    public static long? Find(SqliteSession session, RoomKey room)
    {
        var select = session.Statement(SelectLane);
        select.Bind(1, room.BotName);
        select.Bind(2, room.ChannelId);
        return select.TryFirst(row => row.Int64(0), out var instance) ? instance : null;
    }

    /// <summary>True when there is mail about messages in the instance's own lane that it has not read.</summary>
    public static bool HasMail(SqliteSession session, long instance, RoomKey room)
    {
        var select = session.Statement(SelectMail);
        select.Bind(1, instance);
        select.Bind(2, room.BotName);
        select.Bind(3, room.ChannelId);
        return select.TryFirst(_ => true, out _);
    }

    /// <summary>Puts a message that was just stored into its room's lane, whosever that is.</summary>
    public static OutboxWriteOutcome Enter(SqliteSession session, long instance, RoomKey room, long sequence)
    {
        if (Find(session, room) is not { } owner)
        {
            Put(session, room, instance);
            return OutboxWriteOutcome.Stored;
        }

        if (owner == instance)
            return OutboxWriteOutcome.StoredBehind;
        Post(session, owner, new Mail { Kind = MailKind.Message, From = instance, Room = room, MessageSequence = sequence });
        return OutboxWriteOutcome.StoredElsewhere;
    }

    /// <summary>As <see cref="OutboxHandover"/>.</summary>
    public static OutboxWriteResult HandOver(SqliteSession session, long instance, OutboxHandover handover)
    {
        if (Find(session, handover.Room) != instance || !Exists(session, handover.ToInstance))
            return new OutboxWriteResult(OutboxWriteOutcome.Missing, 0);

        Put(session, handover.Room, handover.ToInstance);
        Post(session, handover.ToInstance, new Mail { Kind = MailKind.Lane, From = instance, Room = handover.Room });
        return new OutboxWriteResult(OutboxWriteOutcome.Stored, 0);
    }

    /// <summary>Puts mail into the box of an instance.</summary>
    public static void Post(SqliteSession session, long to, Mail mail)
    {
        var insert = session.Statement(InsertMail);
        insert.Bind(1, to);
        insert.Bind(2, StoredWords<MailKind>.Of(mail.Kind));
        insert.Bind(3, mail.From);
        insert.Bind(4, mail.Room?.BotName);
        insert.Bind(5, mail.Room?.ChannelId);
        insert.Bind(6, mail.MessageSequence == 0 ? null : mail.MessageSequence);
        insert.Bind(7, mail.Argument);
        insert.Execute();
    }

    private static void Put(SqliteSession session, RoomKey room, long instance)
    {
        var put = session.Statement(PutLane);
        put.Bind(1, room.BotName);
        put.Bind(2, room.ChannelId);
        put.Bind(3, instance);
        put.Execute();
    }
}
