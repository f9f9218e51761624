using Domaeka.Core.Delivery;
using Domaeka.Storage.Rows;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.MariaDb;

/// <summary>
/// Writes <c>kb_schedule_logs</c>, the shop's record of what its schedules sent. Used inside the transaction that ends the messages, when their
/// own rows are written.
/// </summary>
internal static class MariaDbScheduleLog
{
    // Contents may be long.
    private const int ContentsAtOnce = 50;

    private const string Insert = """
        INSERT INTO kb_schedule_logs (
            schedule_id, target_room_id, sent_message_text, sent_images_1, sent_images_2, send_components, status, error_message,
            api_response, scheduled_at, started_at, completed_at, duration_ms, created_at)
        VALUES 
        """;

    /// <summary>Writes the rows. One that a rule of the table refuses is logged and left out: the table belongs to other programs.</summary>
    public static async Task AppendAsync(MariaDbSession session, IReadOnlyList<(long Sequence, EndedMessage Message)> messages, ILogger logger)
    {
        foreach (var chunk in messages.Chunk(ContentsAtOnce))
        {
            var ids = string.Join(',', chunk.Select(row => row.Sequence));
            var contents = (await session.ListAsync(
                $"SELECT message_seq, CAST(content AS BINARY) FROM dk_contents WHERE message_seq IN ({ids})",
                row => (Sequence: row.Int64(0), Parts: OutboxContentJson.Read(row.Utf8(1))))).ToDictionary(row => row.Sequence, row => row.Parts);
            var starts = (await session.ListAsync(
                $"""
                SELECT seq, coalesce(
                    (SELECT started_at FROM dk_schedule_runs WHERE message_seq = seq LIMIT 1),
                    (SELECT min(started_at) FROM dk_deliveries WHERE message_seq = seq))
                FROM dk_outbox WHERE seq IN ({ids})
                """,
                row => (Sequence: row.Int64(0), At: row.Time(1)))).ToDictionary(row => row.Sequence, row => row.At);

            string[] Build(IEnumerable<(long Sequence, EndedMessage Message)> rows) =>
            [
                .. RowStatements.Build(session.Limits, Insert, rows, (text, row) => Write(
                    text, row.Message, contents.GetValueOrDefault(row.Sequence) ?? [], starts.GetValueOrDefault(row.Sequence)))
                    .Select(statement => statement.Sql),
            ];

            if (await session.TryExecuteAllAsync(Build(chunk)))
                continue;
            foreach (var row in chunk)
            {
                if (!await session.TryExecuteAllAsync(Build([row])))
                    logger.ScheduleLogRefused(row.Message.ScheduleId, row.Message.Id);
            }
        }
    }

    private static void Write(SqlText text, EndedMessage message, IReadOnlyList<MessagePart> parts, DateTimeOffset? start)
    {
        var progress = message.Progress;
        var content = ScheduleLogContent.Of(parts, progress.PartsConfirmed);
        var startedAt = start ?? progress.EndedAt;
        var success = progress.State == DeliveryState.Confirmed;
        text
            .Open()
            .Value(message.ScheduleId)
            .Value(message.ChannelId)
            .Value(content.Text)
            .Value(content.Images1)
            .Value(content.Images2)
            .Value(content.Components)
            .Value(success ? "success" : progress.PartsConfirmed > 0 ? "partial" : "failed")
            .Value(success ? null : ScheduleLogContent.Explain(progress))
            .Value(ScheduleLogContent.Response(message.Id, progress))
            .Value(SeoulTime.ToText(message.DueAt))
            .Value(SeoulTime.ToText(startedAt))
            .Value(SeoulTime.ToText(progress.EndedAt))
            .Value((long)Math.Clamp((progress.EndedAt - startedAt)?.TotalMilliseconds ?? 0, 0, int.MaxValue))
            .Value(SeoulTime.ToText(progress.EndedAt))
            .Close();
    }
}
