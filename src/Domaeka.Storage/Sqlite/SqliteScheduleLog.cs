using Domaeka.Core.Delivery;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sqlite;

/// <summary>
/// Writes <c>kb_schedule_logs</c>, the shop's record of what its schedules sent. Used on the writer's thread, inside the transaction that
/// ends the message.
/// </summary>
internal static class SqliteScheduleLog
{
    private const string SelectContent = "SELECT content FROM dk_contents WHERE message_seq = ?";

    private const string SelectStart = """
        SELECT coalesce(
            (SELECT started_at FROM dk_schedule_runs WHERE message_seq = ?1),
            (SELECT min(started_at) FROM dk_deliveries WHERE message_seq = ?1))
        """;

    private const string Insert = """
        INSERT OR IGNORE INTO kb_schedule_logs (
            schedule_id, target_room_id, sent_message_text, sent_images_1, sent_images_2, send_components, status, error_message,
            api_response, scheduled_at, started_at, completed_at, duration_ms, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    /// <summary>Writes the row.</summary>
    /// <returns>
    /// False when a rule of the table refused it. The table belongs to other programs, and their rules must not keep the end of a message from
    /// being stored.
    /// </returns>
    public static bool Append(SqliteSession session, long sequence, EndedMessage message)
    {
        var content = ScheduleLogContent.Of(ReadParts(session, sequence), message.Progress.PartsConfirmed);
        var endedAt = message.Progress.EndedAt;
        var startedAt = ReadStart(session, sequence) ?? endedAt;
        var success = message.Progress.State == DeliveryState.Confirmed;

        var insert = session.Statement(Insert);
        insert.Bind(1, message.ScheduleId);
        insert.Bind(2, message.ChannelId);
        insert.Bind(3, content.Text);
        insert.Bind(4, content.Images1);
        insert.Bind(5, content.Images2);
        insert.Bind(6, content.Components);
        insert.Bind(7, success ? "success" : message.Progress.PartsConfirmed > 0 ? "partial" : "failed");
        insert.Bind(8, success ? null : ScheduleLogContent.Explain(message.Progress));
        insert.Bind(9, ScheduleLogContent.Response(message.Id, message.Progress));
        insert.Bind(10, SeoulTime.ToText(message.DueAt));
        insert.Bind(11, SeoulTime.ToText(startedAt));
        insert.Bind(12, SeoulTime.ToText(endedAt));
        insert.Bind(13, (long?)Math.Clamp((endedAt - startedAt)?.TotalMilliseconds ?? 0, 0, int.MaxValue));
        insert.Bind(14, SeoulTime.ToText(endedAt));
        insert.Execute();
        return session.Changes > 0;
    }

    private static IReadOnlyList<MessagePart> ReadParts(SqliteSession session, long sequence)
    {
        var select = session.Statement(SelectContent);
        select.Bind(1, sequence);
        return select.TryFirst(row => OutboxContentJson.Read(row.Utf8(0)), out var parts) ? parts ?? [] : [];
    }

    private static DateTimeOffset? ReadStart(SqliteSession session, long sequence)
    {
        var select = session.Statement(SelectStart);
        select.Bind(1, sequence);
        return select.TryFirst(row => row.Time(0), out var start) ? start : null;
    }
}
