using System.Buffers;
using Domaeka.Core.Chat;
using Domaeka.Core.Delivery;
using Domaeka.Core.Events;
using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;
using Domaeka.Storage.Rows;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.Sqlite;

/// <summary>Makes the changes of the outbox, inside one transaction. Used on the writer's thread.</summary>
internal sealed class SqliteOutboxWrites(ILogger logger)
{
    private const string SelectRequest = "SELECT hash, message_seq FROM dk_requests WHERE request_id = ?";

    private const string InsertRequest = "INSERT INTO dk_requests (request_id, hash, message_seq, created_at) VALUES (?, ?, ?, ?)";

    private const string InsertMessage = """
        INSERT INTO dk_outbox (
            id, bot_name, channel_id, kind, priority, redelivery, preferred_device_id, not_before, expire_at, collapse_key, request_id,
            schedule_id, due_at, created_at, part_count, state, reason, is_sending, parts_confirmed, attempts, device_id, written_at,
            ended_at, collapsed_into, trace_parent)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private const int InsertedProgress = 16;

    private const int InsertedTrace = 25;

    private const string InsertContent = "INSERT INTO dk_contents (message_seq, content) VALUES (?, ?)";

    private const string SelectMessage =
        "SELECT id, bot_name, channel_id, schedule_id, due_at, ended_at FROM dk_outbox WHERE seq = ?";

    private const string UpdateMessage = """
        UPDATE dk_outbox SET
            state = ?, reason = ?, is_sending = ?, parts_confirmed = ?, attempts = ?, device_id = ?, written_at = ?, ended_at = ?,
            collapsed_into = ?
        WHERE seq = ?
        """;

    private const string PutAttempt = """
        INSERT INTO dk_deliveries (
            message_seq, part, attempt, device_id, connection_id, state, reason, started_at, written_at, ended_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (message_seq, part, attempt) DO UPDATE SET
            device_id = excluded.device_id, connection_id = excluded.connection_id, state = excluded.state, reason = excluded.reason,
            started_at = excluded.started_at, written_at = excluded.written_at, ended_at = excluded.ended_at
        """;

    private readonly ArrayBufferWriter<byte> _content = new(4096);
    private readonly Dictionary<long, OutboxUpdate> _last = [];
    private readonly List<ChatLogEntry> _ownLines = [];

    /// <summary>Makes the changes in their order.</summary>
    public OutboxWriteResult[] Apply(SqliteSession session, long instance, IReadOnlyList<OutboxWrite> writes)
    {
        SqliteLanes.Require(session, instance);

        // Of several changes of one message only the last is seen by anybody else: they become visible together.
        _last.Clear();
        _ownLines.Clear();
        foreach (var write in writes)
        {
            if (write is OutboxUpdate update)
                _last[update.Sequence] = update;
        }

        var results = new OutboxWriteResult[writes.Count];
        for (var index = 0; index < results.Length; index++)
        {
            results[index] = writes[index] switch
            {
                OutboxInsert insert => Insert(session, instance, insert),
                OutboxUpdate update => Update(session, update),
                OutboxHandover handover => SqliteLanes.HandOver(session, instance, handover),
                var other => throw new ArgumentException($"A write of type {other.GetType().Name} is not known.", nameof(writes)),
            };
        }

        if (_ownLines.Count > 0)
            SqliteChatLogStore.AppendOwn(session, _ownLines, line => logger.OwnLineRefused(line.Room.BotName, line.Room.ChannelId));
        return results;
    }

    private OutboxWriteResult Insert(SqliteSession session, long instance, OutboxInsert insert)
    {
        var header = insert.Message.Header;
        if (header.RequestId is { } requestId && FindRequest(session, requestId) is { } known)
        {
            return known.Hash == insert.RequestHash
                ? new OutboxWriteResult(OutboxWriteOutcome.Repeated, known.Sequence)
                : new OutboxWriteResult(OutboxWriteOutcome.RequestIdReused, 0);
        }

        // The transaction holds the write lock: nobody can take the occurrence between here and the end of it.
        if (insert.Occurrence is { } occurrence && SqliteScheduleRows.IsTaken(session, occurrence))
            return new OutboxWriteResult(OutboxWriteOutcome.OccurrenceTaken, 0);

        // Mail about the lane is about messages that were accepted before this one.
        var isBehind = insert.IsLaneKnown && SqliteLanes.HasMail(session, instance, header.Room);
        if (isBehind && insert.ProgressIfBehind is { } progress)
            header = header with { Progress = progress };
        var sequence = AddMessage(session, header);
        AddContent(session, sequence, insert.Message.Parts);
        if (insert.Attempt is { } attempt && !isBehind)
            Put(session, sequence, attempt);
        if (header.RequestId is not null)
            AddRequest(session, header, insert.RequestHash, sequence);
        if (insert.Occurrence is not null)
            SqliteScheduleRows.Take(session, insert.Occurrence, sequence, header.CreatedAt);
        AppendEvent(session, header.Id, header.Room, header.ScheduleId, header.Progress, header.CreatedAt);
        if (header.Progress.IsEnded && header.ScheduleId is { } schedule)
            Log(session, sequence, new EndedMessage(header.Id, header.Room.ChannelId, schedule, header.DueAt, header.Progress));
        var outcome = isBehind ? OutboxWriteOutcome.StoredBehind
            : insert.IsLaneKnown || instance == 0 ? OutboxWriteOutcome.Stored
            : SqliteLanes.Enter(session, instance, header.Room, sequence);
        return new OutboxWriteResult(outcome, sequence);
    }

    private OutboxWriteResult Update(SqliteSession session, OutboxUpdate update)
    {
        var select = session.Statement(SelectMessage);
        select.Bind(1, update.Sequence);
        if (!select.TryFirst(Stored.Read, out var stored))
            return new OutboxWriteResult(OutboxWriteOutcome.Missing, 0);

        var progress = update.Progress;
        var last = _last[update.Sequence];
        if (ReferenceEquals(last, update) || progress.IsEnded)
            Set(session, update.Sequence, progress);
        if (update.Attempt is { } attempt && (ReferenceEquals(last, update) || !IsSame(attempt, last.Attempt)))
            Put(session, update.Sequence, attempt);
        if (update.OwnLine is { } line)
            _ownLines.Add(line);
        if (update.IsNews)
            AppendEvent(session, stored.Id, stored.Room, stored.ScheduleId, progress, update.At);

        // Only the first end: a change that is made once more, since nobody knew whether it was committed, adds no second row.
        if (progress.IsEnded && !stored.IsEnded && stored.ScheduleId is { } schedule)
            Log(session, update.Sequence, new EndedMessage(stored.Id, stored.Room.ChannelId, schedule, stored.DueAt, progress));
        return new OutboxWriteResult(OutboxWriteOutcome.Stored, update.Sequence);
    }

    private static bool IsSame(DeliveryAttempt attempt, DeliveryAttempt? other) => (attempt.Part, attempt.Attempt) == (other?.Part, other?.Attempt);

    private static void Set(SqliteSession session, long sequence, DeliveryProgress progress)
    {
        var set = session.Statement(UpdateMessage);
        BindProgress(set, 1, progress);
        set.Bind(10, sequence);
        set.Execute();
    }

    private void Log(SqliteSession session, long sequence, EndedMessage message)
    {
        if (!SqliteScheduleLog.Append(session, sequence, message))
            logger.ScheduleLogRefused(message.ScheduleId, message.Id);
    }

    private static (string? Hash, long Sequence)? FindRequest(SqliteSession session, string requestId)
    {
        var select = session.Statement(SelectRequest);
        select.Bind(1, requestId);
        return select.TryFirst(row => (row.Text(0), row.Int64(1)), out var found) ? found : null;
    }

    private static void AddRequest(SqliteSession session, OutboxHeader header, string? hash, long sequence)
    {
        var insert = session.Statement(InsertRequest);
        insert.Bind(1, header.RequestId);
        insert.Bind(2, hash);
        insert.Bind(3, sequence);
        insert.Bind(4, header.CreatedAt);
        insert.Execute();
    }

    private static long AddMessage(SqliteSession session, OutboxHeader header)
    {
        var insert = session.Statement(InsertMessage);
        insert.Bind(1, header.Id);
        insert.Bind(2, header.Room.BotName);
        insert.Bind(3, header.Room.ChannelId);
        insert.Bind(4, StoredWords<OutboundKind>.Of(header.Kind));
        insert.Bind(5, (long)header.Priority);
        insert.Bind(6, StoredWords<Redelivery>.Of(header.Redelivery));
        insert.Bind(7, header.PreferredDeviceId);
        insert.Bind(8, header.NotBefore);
        insert.Bind(9, header.ExpireAt);
        insert.Bind(10, header.CollapseKey);
        insert.Bind(11, header.RequestId);
        insert.Bind(12, header.ScheduleId);
        insert.Bind(13, header.DueAt);
        insert.Bind(14, header.CreatedAt);
        insert.Bind(15, (long)header.PartCount);
        BindProgress(insert, InsertedProgress, header.Progress);
        insert.Bind(InsertedTrace, header.TraceParent);
        insert.Execute();
        return session.LastInsertId;
    }

    private static void BindProgress(SqliteStatement statement, int first, DeliveryProgress progress)
    {
        statement.Bind(first, DeliveryWords.ToWord(progress.State));
        statement.Bind(first + 1, DeliveryWords.ToWord(progress.Reason));
        statement.Bind(first + 2, progress.IsSending);
        statement.Bind(first + 3, (long)progress.PartsConfirmed);
        statement.Bind(first + 4, (long)progress.Attempts);
        statement.Bind(first + 5, progress.DeviceId);
        statement.Bind(first + 6, progress.WrittenAt);
        statement.Bind(first + 7, progress.EndedAt);
        statement.Bind(first + 8, progress.CollapsedInto);
    }

    private void AddContent(SqliteSession session, long sequence, IReadOnlyList<MessagePart> parts)
    {
        _content.ResetWrittenCount();
        OutboxContentJson.Write(parts, _content);
        var insert = session.Statement(InsertContent);
        insert.Bind(1, sequence);
        insert.BindUtf8(2, _content.WrittenSpan);
        insert.Execute();
    }

    private static void Put(SqliteSession session, long sequence, DeliveryAttempt attempt)
    {
        var put = session.Statement(PutAttempt);
        put.Bind(1, sequence);
        put.Bind(2, (long)attempt.Part);
        put.Bind(3, (long)attempt.Attempt);
        put.Bind(4, attempt.DeviceId);
        put.Bind(5, attempt.ConnectionId);
        put.Bind(6, DeliveryWords.ToWord(attempt.State));
        put.Bind(7, DeliveryWords.ToWord(attempt.Reason));
        put.Bind(8, attempt.StartedAt);
        put.Bind(9, attempt.WrittenAt);
        put.Bind(10, attempt.EndedAt);
        put.Execute();
    }

    private static void AppendEvent(
        SqliteSession session, string id, RoomKey room, long? scheduleId, DeliveryProgress progress, DateTimeOffset at) =>
        SqliteEventRows.Append(session, new ServerEvent
        {
            Kind = ServerEventKind.Message,
            At = at,
            BotName = room.BotName,
            ChannelId = room.ChannelId,
            DeviceId = progress.DeviceId,
            MessageId = id,
            State = progress.State,
            Reason = progress.Reason,
            PartsConfirmed = progress.PartsConfirmed,
            ScheduleId = scheduleId,
        });

    /// <summary>What a change needs to know of the row that it changes.</summary>
    private readonly record struct Stored(string Id, RoomKey Room, long? ScheduleId, DateTimeOffset? DueAt, bool IsEnded)
    {
        public static Stored Read(SqliteStatement row) => new(
            row.Text(0) ?? "",
            new RoomKey(row.Text(1) ?? "", row.Text(2) ?? ""),
            row.Int64OrNull(3),
            row.Time(4),
            !row.IsNull(5));
    }
}
