using Domaeka.Core.Delivery;
using Domaeka.Core.Scheduling;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sql;

/// <summary><c>dk_schedule_runs</c> and <c>kb_schedule_logs</c> as far as nothing was sent, and the list of all runs.</summary>
internal static class SqlScheduleRuns
{
    private const string InsertLog = """
        INSERT INTO kb_schedule_logs (
            schedule_id, target_room_id, send_components, status, error_message, scheduled_at, started_at, completed_at, duration_ms, created_at)
        SELECT id, target_room_id, '', 'failed', @Detail, @Due, @At, @At, 0, @At FROM kb_schedule WHERE id = @Id
        """;

    /// <summary>Records an occurrence that is not sent; one that was dealt with before changes nothing.</summary>
    public static async Task RecordAsync(SqlSession session, ScheduleSkip skip)
    {
        var parameters = new
        {
            Id = skip.ScheduleId,
            DueAt = StoredTime.ToText(skip.DueAt),
            StartedAt = StoredTime.ToText(skip.At),
            Reason = skip.Reason.ToStoredWord(),
            skip.Detail,
            Due = SeoulTime.ToText(skip.DueAt),
            At = SeoulTime.ToText(skip.At),
            Next = SeoulTime.ToText(skip.NextDueAt),
            Status = skip.NewStatus?.ToStoredWord(),
        };
        var inserted = await session.ExecuteAsync(
            """
            INSERT INTO dk_schedule_runs (schedule_id, due_at, started_at, is_manual, skip_reason, skip_detail)
            SELECT @Id, @DueAt, @StartedAt, 0, @Reason, @Detail
            WHERE NOT EXISTS (SELECT 1 FROM dk_schedule_runs WHERE schedule_id = @Id AND due_at = @DueAt)
            """,
            parameters);
        if (inserted == 0)
            return;

        await session.ExecuteAsync(InsertLog, parameters);
        if (!skip.MovesSchedule)
            return;
        await session.ExecuteAsync(
            """
            UPDATE kb_schedule SET
                next_send_at = @Next,
                updated_at = @At,
                status = CASE WHEN @Status IS NOT NULL AND lower(trim(status)) = 'active' THEN @Status ELSE status END
            WHERE id = @Id
            """,
            parameters);
    }

    /// <summary>As <see cref="IScheduleStore.RecordProblemAsync"/>.</summary>
    public static async Task<bool> RecordProblemAsync(SqlSession session, long id, string problem, DateTimeOffset at)
    {
        var parameters = new { Id = id, Detail = problem, At = SeoulTime.ToText(at), Due = (string?)null };
        var changed = await session.ExecuteAsync(
            "UPDATE kb_schedule SET status = 'error', next_send_at = NULL, updated_at = @At WHERE id = @Id AND lower(trim(status)) = 'active'",
            parameters);
        if (changed > 0)
            await session.ExecuteAsync(InsertLog, parameters);
        return true;
    }

    /// <summary>As <see cref="IScheduleStore.ListRunsAsync"/>.</summary>
    public static Task<List<ScheduleRun>> ListAsync(SqlSession session, long scheduleId, long beforeId, int limit) => session.ListAsync(
        """
        SELECT r.id, r.schedule_id, r.due_at, r.started_at, r.is_manual, r.skip_reason, r.skip_detail,
            o.id, o.state, o.reason, o.written_at, o.ended_at
        FROM dk_schedule_runs r LEFT JOIN dk_outbox o ON o.seq = r.message_seq
        WHERE r.schedule_id = @scheduleId AND r.id < @beforeId
        ORDER BY r.id DESC LIMIT @limit
        """,
        new { scheduleId, beforeId, limit },
        row => new ScheduleRun
        {
            Id = row.GetInt64(0),
            ScheduleId = row.GetInt64(1),
            DueAt = row.TimeOrEpoch(2),
            StartedAt = row.TimeOrEpoch(3),
            IsManual = row.Flag(4),
            SkipReason = row.FilledText(5) is { } word ? MisfireWords.ReadWord<ScheduleSkipReason>(word) ?? default(ScheduleSkipReason) : null,
            SkipDetail = row.FilledText(6),
            MessageId = row.FilledText(7),
            State = MisfireWords.ReadWord<DeliveryState>(row.Text(8)),
            Reason = MisfireWords.ReadWord<DeliveryReason>(row.Text(9)) ?? DeliveryReason.None,
            WrittenAt = row.Time(10),
            EndedAt = row.Time(11),
        });

    /// <summary>As <see cref="IScheduleStore.PurgeAsync"/>.</summary>
    /// <remarks>
    /// Runs are looked through from the oldest on, so that a look at a table that holds nothing old stays short. The innermost queries are nested once
    /// more than they need be for databases that take no limit behind IN.
    /// </remarks>
    public static async Task<int> PurgeAsync(SqlSession session, DateTimeOffset changesBefore, DateTimeOffset runsBefore, int limit)
    {
        var parameters = new { Changes = StoredTime.ToText(changesBefore), Runs = StoredTime.ToText(runsBefore), limit, Window = limit * 10L };
        return await session.ExecuteAsync(
            """
            DELETE FROM dk_schedule_changes WHERE id IN (
                SELECT id FROM (SELECT id, changed_at FROM dk_schedule_changes ORDER BY id LIMIT @limit) AS oldest WHERE changed_at < @Changes)
            """,
            parameters)
        + await session.ExecuteAsync(
            """
            DELETE FROM dk_schedule_runs WHERE id IN (SELECT id FROM (
                SELECT r.id FROM (SELECT * FROM dk_schedule_runs ORDER BY id LIMIT @Window) AS r
                WHERE r.started_at < @Runs AND (
                    NOT EXISTS (SELECT 1 FROM kb_schedule s WHERE s.id = r.schedule_id AND lower(trim(s.status)) IN ('active', 'inactive'))
                    OR EXISTS (
                        SELECT 1 FROM dk_schedule_runs n
                        WHERE n.schedule_id = r.schedule_id AND n.due_at > r.due_at AND n.is_manual = 0))
                LIMIT @limit) AS done)
            """,
            parameters);
    }
}
