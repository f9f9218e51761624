using System.Buffers;
using System.Globalization;
using System.Text;
using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.MariaDb;

/// <summary>The statements that change <c>dk_outbox</c>, <c>dk_contents</c>, <c>dk_deliveries</c> and <c>dk_requests</c>, many rows at a time.</summary>
internal static class MariaDbOutboxRows
{
    private const string InsertMessages = """
        INSERT INTO dk_outbox (
            id, bot_name, channel_id, kind, priority, redelivery, preferred_device_id, not_before, expire_at, collapse_key, request_id,
            schedule_id, due_at, created_at, part_count, state, reason, is_sending, parts_confirmed, attempts, device_id, written_at,
            ended_at, collapsed_into, trace_parent)
        VALUES 
        """;

    private const string InsertContents = "INSERT INTO dk_contents (message_seq, content) VALUES ";

    private const string InsertRequests = "INSERT INTO dk_requests (request_id, hash, message_seq, created_at) VALUES ";

    private const string PutAttempts =
        "INSERT INTO dk_deliveries (message_seq, part, attempt, device_id, connection_id, state, reason, started_at, written_at, ended_at) VALUES ";

    private const string PutAttemptsTail = """
         ON DUPLICATE KEY UPDATE
            device_id = VALUES(device_id), connection_id = VALUES(connection_id), state = VALUES(state), reason = VALUES(reason),
            started_at = VALUES(started_at), written_at = VALUES(written_at), ended_at = VALUES(ended_at)
        """;

    private static readonly string[] ProgressColumns =
        ["state", "reason", "is_sending", "parts_confirmed", "attempts", "device_id", "written_at", "ended_at", "collapsed_into"];

    private static readonly string SetProgress =
        " ) AS new STRAIGHT_JOIN dk_outbox AS old FORCE INDEX (PRIMARY) ON old.seq = new.seq SET " + string.Join(", ", ProgressColumns.Select(column => $"old.{column} = new.{column}"));

    /// <summary>Messages, in their order; each statement with the number of its rows, since the server gives them numbers.</summary>
    public static IEnumerable<(string Sql, int Count)> Messages(MariaDbLimits limits, IEnumerable<OutboxHeader> headers) =>
        RowStatements.Build(limits, InsertMessages, headers, WriteMessage);

    /// <summary>What messages show.</summary>
    public static IEnumerable<string> Contents(MariaDbLimits limits, IEnumerable<(long Sequence, IReadOnlyList<MessagePart> Parts)> contents)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        return RowStatements.Build(limits, InsertContents, contents, (text, content) =>
        {
            buffer.ResetWrittenCount();
            OutboxContentJson.Write(content.Parts, buffer);
            text.Open().Value(content.Sequence).Value(Encoding.UTF8.GetString(buffer.WrittenSpan)).Close();
        }).Select(statement => statement.Sql);
    }

    /// <summary>Request ids.</summary>
    public static IEnumerable<string> Requests(MariaDbLimits limits, IEnumerable<(OutboxHeader Header, string? Hash, long Sequence)> requests) =>
        RowStatements.Build(limits, InsertRequests, requests, static (text, request) => text
            .Open()
            .Value(request.Header.RequestId)
            .Value(request.Hash)
            .Value(request.Sequence)
            .Value(request.Header.CreatedAt)
            .Close()).Select(statement => statement.Sql);

    /// <summary>Attempts, each over one with the same part and number.</summary>
    public static IEnumerable<string> Attempts(MariaDbLimits limits, IEnumerable<(long Sequence, DeliveryAttempt Attempt)> attempts) =>
        RowStatements.Build(limits, PutAttempts, attempts, static (text, row) => text
            .Open()
            .Value(row.Sequence)
            .Value((long)row.Attempt.Part)
            .Value((long)row.Attempt.Attempt)
            .Value(row.Attempt.DeviceId)
            .Value(row.Attempt.ConnectionId)
            .Value(DeliveryWords.ToWord(row.Attempt.State))
            .Value(DeliveryWords.ToWord(row.Attempt.Reason))
            .Value(row.Attempt.StartedAt)
            .Value(row.Attempt.WrittenAt)
            .Value(row.Attempt.EndedAt)
            .Close(), PutAttemptsTail).Select(statement => statement.Sql);

    /// <summary>How far messages have come.</summary>
    /// <remarks>
    /// The columns are named in the first row alone. The new rows come first, and the key is forced: the server would read a small
    /// table from its beginning instead, and wait for every row that another process has locked.
    /// </remarks>
    public static IEnumerable<string> Progress(MariaDbLimits limits, IEnumerable<(long Sequence, DeliveryProgress Progress)> changes) =>
        RowStatements.Build(
            limits,
            $"UPDATE (SELECT 0 AS seq, {string.Join(", ", ProgressColumns.Select(column => $"NULL AS {column}"))} FROM DUAL WHERE FALSE UNION ALL ",
            changes,
            static (text, change) => WriteProgress(
                text.Raw("SELECT ").List().Raw(change.Sequence.ToString(CultureInfo.InvariantCulture)).Raw(", ").List(), change.Progress),
            SetProgress,
            " UNION ALL ").Select(statement => statement.Sql);

    private static void WriteMessage(SqlText text, OutboxHeader header) => WriteProgress(
        text
            .Open()
            .Value(header.Id)
            .Value(header.Room.BotName)
            .Value(header.Room.ChannelId)
            .Value(StoredWords<OutboundKind>.Of(header.Kind))
            .Value((long)header.Priority)
            .Value(StoredWords<Redelivery>.Of(header.Redelivery))
            .Value(header.PreferredDeviceId)
            .Value(header.NotBefore)
            .Value(header.ExpireAt)
            .Value(header.CollapseKey)
            .Value(header.RequestId)
            .Value(header.ScheduleId)
            .Value(header.DueAt)
            .Value(header.CreatedAt)
            .Value((long)header.PartCount),
        header.Progress).Value(header.TraceParent).Close();

    private static SqlText WriteProgress(SqlText text, DeliveryProgress progress) => text
        .Value(DeliveryWords.ToWord(progress.State))
        .Value(DeliveryWords.ToWord(progress.Reason))
        .Value(progress.IsSending)
        .Value((long)progress.PartsConfirmed)
        .Value((long)progress.Attempts)
        .Value(progress.DeviceId)
        .Value(progress.WrittenAt)
        .Value(progress.EndedAt)
        .Value(progress.CollapsedInto);
}
