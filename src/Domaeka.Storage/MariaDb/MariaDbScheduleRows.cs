using Domaeka.Core.Outbox;
using Domaeka.Storage.Rows;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.MariaDb;

/// <summary>
/// Records that occurrences of schedules became messages: <c>dk_schedule_runs</c>, and the schedules' own rows in <c>kb_schedule</c>. Used inside
/// the transaction that stores the messages.
/// </summary>
internal static class MariaDbScheduleRows
{
    private const string InsertRuns = "INSERT INTO dk_schedule_runs (schedule_id, due_at, started_at, is_manual, message_seq) VALUES ";

    /// <summary>By what an occurrence is known.</summary>
    public static (long ScheduleId, string DueAt) KeyOf(ScheduleOccurrence occurrence) => (occurrence.ScheduleId, StoredTime.ToText(occurrence.DueAt));

    /// <summary>Those that were sent or skipped before.</summary>
    public static async Task<HashSet<(long ScheduleId, string DueAt)>> LoadTakenAsync(MariaDbSession session, IReadOnlyList<ScheduleOccurrence> occurrences)
    {
        var taken = new HashSet<(long, string)>();
        foreach (var (sql, _) in RowStatements.Build(
            session.Limits,
            "SELECT schedule_id, due_at FROM dk_schedule_runs WHERE ",
            occurrences,
            static (text, occurrence) => text.Raw("(schedule_id = ").List().Value(occurrence.ScheduleId).Raw(" AND due_at = ").List().Value(occurrence.DueAt).Close(),
            separator: " OR "))
        {
            foreach (var (schedule, due) in await session.ListAsync(sql, row => (row.Int64(0), row.Time(1))))
                taken.Add((schedule, StoredTime.ToText(due ?? DateTimeOffset.UnixEpoch)));
        }

        return taken;
    }

    /// <summary>The statements that record the occurrences.</summary>
    public static IEnumerable<string> Runs(MariaDbLimits limits, IEnumerable<(ScheduleOccurrence Occurrence, long Sequence, DateTimeOffset At)> rows) =>
        RowStatements.Build(limits, InsertRuns, rows, static (text, row) => text
            .Open()
            .Value(row.Occurrence.ScheduleId)
            .Value(row.Occurrence.DueAt)
            .Value(row.At)
            .Value(row.Occurrence.IsManual)
            .Value(row.Sequence)
            .Close()).Select(statement => statement.Sql);

    /// <summary>
    /// Moves the schedules on. Should the table of another program refuse our values, the messages go out all the same; that they went is recorded
    /// in <c>dk_schedule_runs</c>.
    /// </summary>
    public static async Task MoveOnAsync(MariaDbSession session, IReadOnlyList<(ScheduleOccurrence Occurrence, DateTimeOffset At)> rows, ILogger logger)
    {
        // Always in the same order, so that two processes cannot wait for each other.
        var ordered = rows.OrderBy(row => row.Occurrence.ScheduleId).ToList();
        foreach (var chunk in ordered.Chunk(500))
        {
            if (await session.TryExecuteAllAsync([.. chunk.Select(row => MoveOn(row.Occurrence, row.At))]))
                continue;

            foreach (var (occurrence, at) in chunk)
            {
                if (!await session.TryExecuteAllAsync([MoveOn(occurrence, at)]))
                    logger.ScheduleRefused(occurrence.ScheduleId);
            }
        }
    }

    // A schedule that somebody has cancelled meanwhile stays cancelled.
    private static string MoveOn(ScheduleOccurrence occurrence, DateTimeOffset at)
    {
        var now = SeoulTime.ToText(at);
        var text = new SqlText().Raw("UPDATE kb_schedule SET send_count = coalesce(send_count, 0) + 1, last_sent_at = ").List().Value(now);
        if (!occurrence.IsManual)
        {
            text.Raw(", next_send_at = ").List().Value(SeoulTime.ToText(occurrence.NextDueAt)).Raw(", updated_at = ").List().Value(now);
            if (occurrence.CompletesSchedule)
                text.Raw(", status = CASE WHEN lower(trim(status)) = 'active' THEN 'completed' ELSE status END");
        }

        return text.Raw(" WHERE id = ").List().Value(occurrence.ScheduleId).ToString();
    }
}
