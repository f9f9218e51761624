using Domaeka.Core.Outbox;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sqlite;

/// <summary>
/// Records that an occurrence of a schedule became a message: <c>dk_schedule_runs</c>, and the schedule's own row in <c>kb_schedule</c>.
/// Used on the writer's thread, inside the transaction that stores the message.
/// </summary>
internal static class SqliteScheduleRows
{
    private const string SelectRun = "SELECT 1 FROM dk_schedule_runs WHERE schedule_id = ? AND due_at = ?";

    private const string InsertRun =
        "INSERT INTO dk_schedule_runs (schedule_id, due_at, started_at, is_manual, message_seq) VALUES (?, ?, ?, ?, ?)";

    // A schedule that somebody has cancelled meanwhile stays cancelled. OR IGNORE: should the table of another program refuse our values,
    // the message goes out all the same; that it went is recorded in dk_schedule_runs.
    private const string MoveOn = """
        UPDATE OR IGNORE kb_schedule SET
            last_sent_at = ?, next_send_at = ?, send_count = coalesce(send_count, 0) + 1,
            status = CASE WHEN ? AND lower(trim(status)) = 'active' THEN 'completed' ELSE status END, updated_at = ?
        WHERE id = ?
        """;

    private const string CountManual =
        "UPDATE OR IGNORE kb_schedule SET last_sent_at = ?, send_count = coalesce(send_count, 0) + 1 WHERE id = ?";

    /// <summary>True when the occurrence was sent or skipped before.</summary>
    public static bool IsTaken(SqliteSession session, ScheduleOccurrence occurrence)
    {
        var select = session.Statement(SelectRun);
        select.Bind(1, occurrence.ScheduleId);
        select.Bind(2, occurrence.DueAt);
        return select.TryFirst(_ => true, out _);
    }

    /// <summary>Records the occurrence and moves the schedule on.</summary>
    public static void Take(SqliteSession session, ScheduleOccurrence occurrence, long sequence, DateTimeOffset at)
    {
        var insert = session.Statement(InsertRun);
        insert.Bind(1, occurrence.ScheduleId);
        insert.Bind(2, occurrence.DueAt);
        insert.Bind(3, at);
        insert.Bind(4, occurrence.IsManual);
        insert.Bind(5, sequence);
        insert.Execute();

        var now = SeoulTime.ToText(at);
        var update = session.Statement(occurrence.IsManual ? CountManual : MoveOn);
        update.Bind(1, now);
        if (occurrence.IsManual)
        {
            update.Bind(2, occurrence.ScheduleId);
        }
        else
        {
            update.Bind(2, SeoulTime.ToText(occurrence.NextDueAt));
            update.Bind(3, occurrence.CompletesSchedule);
            update.Bind(4, now);
            update.Bind(5, occurrence.ScheduleId);
        }

        update.Execute();
    }
}
