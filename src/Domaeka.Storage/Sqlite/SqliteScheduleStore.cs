using System.Globalization;
using Dapper;
using Domaeka.Core.Delivery;
using Domaeka.Core.Scheduling;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sqlite;

/// <summary><c>kb_schedule</c>, <c>dk_schedules</c>, <c>dk_schedule_changes</c>, and the runs that sent nothing.</summary>
internal sealed class SqliteScheduleStore(SqliteDatabase database) : IScheduleStore
{
    // Pictures as base64 can make a row of a hundred megabytes; such a one is read alone.
    private const string SmallContent = "coalesce(length(s.message_images_1), 0) + coalesce(length(s.message_images_2), 0) <= 65536";

    private const string From = " FROM kb_schedule s LEFT JOIN dk_schedules d ON d.schedule_id = s.id ";

    private static readonly string Select = "SELECT " + ScheduleRow.Columns + From;
    private static readonly string SelectSmall = SelectContent(SmallContent);
    private static readonly string SelectWhole = SelectContent("1");

    public async Task<IReadOnlyList<Schedule>> LoadActiveAsync(long afterId, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.List(
                Select + "WHERE s.id > @afterId AND lower(trim(s.status)) = 'active' ORDER BY s.id LIMIT @limit",
                new { afterId, limit },
                ScheduleRow.Read),
            cancellationToken);

    public async Task<IReadOnlyList<Schedule>> LoadAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.List(
                Select + $"WHERE s.id IN ({Numbers(ids)}) ORDER BY s.id", null, ScheduleRow.Read),
            cancellationToken);

    public async Task<IReadOnlyList<DueSchedule>> LoadDueAsync(
        IReadOnlyCollection<ScheduleOccurrenceKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
            return [];

        var values = string.Join(", ", keys.Select(key => $"({Number(key.ScheduleId)}, '{StoredTime.ToText(key.DueAt)}')"));
        var taken = $"""
            WITH due (schedule_id, due_at) AS (VALUES {values})
            SELECT r.schedule_id FROM due JOIN dk_schedule_runs r ON r.schedule_id = due.schedule_id AND r.due_at = due.due_at
            """;
        return await database.ReadAsync<IReadOnlyList<DueSchedule>>(
            session =>
            {
                var takenIds = session.Connection.Query<long>(taken).ToHashSet();
                return session.List(
                    SelectSmall + $"WHERE s.id IN ({Numbers(keys.Select(key => key.ScheduleId))})",
                    null,
                    row =>
                    {
                        var schedule = ScheduleRow.ReadWithContent(row);
                        return new DueSchedule(schedule, takenIds.Contains(schedule.Id));
                    });
            },
            cancellationToken);
    }

    public Task<long> ReadChangePositionAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session => session.Connection.ExecuteScalar<long>("SELECT coalesce(max(id), 0) FROM dk_schedule_changes"), cancellationToken);

    public async Task<IReadOnlyList<ScheduleChange>> ReadChangesAsync(long after, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.List(
                "SELECT id, schedule_id FROM dk_schedule_changes WHERE id > @after ORDER BY id LIMIT @limit",
                new { after, limit },
                row => new ScheduleChange(row.GetInt64(0), row.GetInt64(1))),
            cancellationToken);

    public Task<Schedule?> FindAsync(long id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => Find(session, id), cancellationToken);

    public async Task<IReadOnlyList<Schedule>> ListAsync(ScheduleQuery query, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            query.BotName,
            query.ChannelId,
            Status = query.Status?.ToStoredWord(),
            query.AfterId,
            query.Limit,
        };
        return await database.ReadAsync(
            session => session.List(
                SelectSmall + """
                WHERE s.id > @AfterId
                    AND (@BotName IS NULL OR s.target_bot_name = @BotName)
                    AND (@ChannelId IS NULL OR s.target_room_id = @ChannelId)
                    AND (@Status IS NULL OR lower(trim(s.status)) = @Status)
                ORDER BY s.id LIMIT @Limit
                """,
                parameters,
                ScheduleRow.ReadWithContent),
            cancellationToken);
    }

    public Task<ScheduleInsertResult> AddAsync(ScheduleInsert insert, CancellationToken cancellationToken) =>
        database.WriteAsync(session => Add(session, insert), cancellationToken);

    public Task<ScheduleInsertResult> FindCreatedAsync(
        string requestId, string requestHash, DateTimeOffset since, CancellationToken cancellationToken) => database.ReadAsync(
            session => FindCreated(session, requestId, requestHash, since) ?? new ScheduleInsertResult(null, IsRepeated: false), cancellationToken);

    public Task<Schedule?> UpdateAsync(long id, ScheduleUpdate update, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var change = SqliteScheduleChange.Of(id, update, at);
        return database.WriteAsync(
            session =>
            {
                if (session.Connection.Execute(change.ShopSql, change.Parameters) == 0)
                    return null;
                if (change.OwnSql is { } own)
                {
                    session.Connection.Execute(
                        "INSERT INTO dk_schedules (schedule_id) SELECT @id WHERE NOT EXISTS (SELECT 1 FROM dk_schedules WHERE schedule_id = @id)",
                        new { id });
                    session.Connection.Execute(own, change.Parameters);
                }

                return Find(session, id);
            },
            cancellationToken);
    }

    public Task<bool> DeleteAsync(long id, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Connection.Execute("DELETE FROM kb_schedule WHERE id = @id", new { id }) > 0, cancellationToken);

    public Task RecordSkipsAsync(IReadOnlyCollection<ScheduleSkip> skips, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            foreach (var skip in skips)
                Record(session, skip);
            return true;
        },
        cancellationToken);

    public Task RecordProblemAsync(long id, string problem, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var parameters = new { Id = id, Detail = problem, At = SeoulTime.ToText(at), Due = (string?)null };
        return database.WriteAsync(
            session =>
            {
                var changed = session.Connection.Execute(
                    "UPDATE kb_schedule SET status = 'error', next_send_at = NULL, updated_at = @At WHERE id = @Id AND lower(trim(status)) = 'active'",
                    parameters);
                if (changed > 0)
                    session.Connection.Execute(InsertLog, parameters);
                return true;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<ScheduleRun>> ListRunsAsync(
        long scheduleId, long beforeId, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.List(
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
                }),
            cancellationToken);

    // Runs are looked through from the oldest on, so that a look at a table that holds nothing old stays short.
    public Task<int> PurgeAsync(DateTimeOffset changesBefore, DateTimeOffset runsBefore, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { Changes = StoredTime.ToText(changesBefore), Runs = StoredTime.ToText(runsBefore), limit, Window = limit * 10L };
        return database.WriteAsync(
            session => session.Connection.Execute(
                """
                DELETE FROM dk_schedule_changes WHERE id IN (
                    SELECT id FROM (SELECT id, changed_at FROM dk_schedule_changes ORDER BY id LIMIT @limit) WHERE changed_at < @Changes)
                """,
                parameters)
            + session.Connection.Execute(
                """
                DELETE FROM dk_schedule_runs WHERE id IN (
                    SELECT r.id FROM (SELECT * FROM dk_schedule_runs ORDER BY id LIMIT @Window) r
                    WHERE r.started_at < @Runs AND (
                        NOT EXISTS (SELECT 1 FROM kb_schedule s WHERE s.id = r.schedule_id AND lower(trim(s.status)) IN ('active', 'inactive'))
                        OR EXISTS (
                            SELECT 1 FROM dk_schedule_runs n
                            WHERE n.schedule_id = r.schedule_id AND n.due_at > r.due_at AND n.is_manual = 0))
                    LIMIT @limit)
                """,
                parameters),
            cancellationToken);
    }

    private const string InsertLog = """
        INSERT INTO kb_schedule_logs (
            schedule_id, target_room_id, send_components, status, error_message, scheduled_at, started_at, completed_at, duration_ms, created_at)
        SELECT id, target_room_id, '', 'failed', @Detail, @Due, @At, @At, 0, @At FROM kb_schedule WHERE id = @Id
        """;

    private static string SelectContent(string condition) =>
        "SELECT " + ScheduleRow.Columns + ", " + ScheduleRow.ContentColumns.Replace("{0}", condition, StringComparison.Ordinal) + From;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Numbers(IEnumerable<long> numbers) => string.Join(',', numbers.Select(Number));

    private Schedule? Find(SqliteSession session, long id) =>
        session.First(SelectWhole + "WHERE s.id = @id", new { id }, ScheduleRow.ReadWithContent);

    private ScheduleInsertResult? FindCreated(SqliteSession session, string requestId, string? requestHash, DateTimeOffset since)
    {
        var known = session.Connection.Query<(long Id, string Hash)>(
            "SELECT schedule_id, request_hash FROM dk_schedules WHERE request_id = @requestId AND requested_at >= @Since",
            new { requestId, Since = StoredTime.ToText(since) }).ToList();
        return known.Count == 0
            ? null
            : new ScheduleInsertResult(known[0].Hash == requestHash ? Find(session, known[0].Id) : null, IsRepeated: true);
    }

    private ScheduleInsertResult Add(SqliteSession session, ScheduleInsert insert)
    {
        var since = StoredTime.ToText(insert.RequestsSince);
        if (insert.RequestId is not null)
        {
            session.Connection.Execute(
                "UPDATE dk_schedules SET request_id = NULL, request_hash = NULL WHERE request_id = @RequestId AND requested_at < @since",
                new { insert.RequestId, since });
            if (FindCreated(session, insert.RequestId, insert.RequestHash, insert.RequestsSince) is { } known)
                return known;
        }

        var (sql, ownSql, parameters) = SqliteScheduleChange.Insert(insert);
        session.Connection.Execute(sql, parameters);

        // What the triggers inserted does not count (sqlite.org/c3ref/last_insert_rowid.html).
        var id = session.LastInsertId;
        parameters.Add("Id", id);
        session.Connection.Execute(ownSql!, parameters);
        return new ScheduleInsertResult(Find(session, id), IsRepeated: false);
    }

    private void Record(SqliteSession session, ScheduleSkip skip)
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
        var inserted = session.Connection.Execute(
            """
            INSERT INTO dk_schedule_runs (schedule_id, due_at, started_at, is_manual, skip_reason, skip_detail)
            SELECT @Id, @DueAt, @StartedAt, 0, @Reason, @Detail
            WHERE NOT EXISTS (SELECT 1 FROM dk_schedule_runs WHERE schedule_id = @Id AND due_at = @DueAt)
            """,
            parameters);
        if (inserted == 0)
            return;

        session.Connection.Execute(InsertLog, parameters);
        if (!skip.MovesSchedule)
            return;
        session.Connection.Execute(
            """
            UPDATE kb_schedule SET
                next_send_at = @Next,
                updated_at = @At,
                status = CASE WHEN @Status IS NOT NULL AND lower(trim(status)) = 'active' THEN @Status ELSE status END
            WHERE id = @Id
            """,
            parameters);
    }
}
