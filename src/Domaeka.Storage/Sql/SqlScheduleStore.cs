using System.Globalization;
using Domaeka.Core.Scheduling;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sql;

/// <summary><c>kb_schedule</c> and <c>dk_schedules</c>; the runs that sent nothing are with <see cref="SqlScheduleRuns"/>.</summary>
internal sealed class SqlScheduleStore(ISqlDatabase database, IScheduleFeed feed) : IScheduleStore
{
    // Pictures as base64 can make a row of a hundred megabytes; such a one is read alone.
    private const string SmallContent = "coalesce(length(s.message_images_1), 0) + coalesce(length(s.message_images_2), 0) <= 65536";

    private const string From = " FROM kb_schedule s LEFT JOIN dk_schedules d ON d.schedule_id = s.id ";

    private readonly string _select = "SELECT " + ScheduleRow.Columns(database.Dialect) + From;
    private readonly string _selectSmall = SelectContent(database.Dialect, SmallContent);
    private readonly string _selectWhole = SelectContent(database.Dialect, "1");

    public async Task<IReadOnlyList<Schedule>> LoadActiveAsync(long afterId, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.ListAsync(
                _select + "WHERE s.id > @afterId AND lower(trim(s.status)) = 'active' ORDER BY s.id LIMIT @limit",
                new { afterId, limit },
                ScheduleRow.Read),
            cancellationToken);

    public async Task<IReadOnlyList<Schedule>> LoadAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await database.ReadAsync(
            session => session.ListAsync(_select + $"WHERE s.id IN ({Numbers(ids)}) ORDER BY s.id", null, ScheduleRow.Read), cancellationToken);

    public async Task<IReadOnlyList<DueSchedule>> LoadDueAsync(
        IReadOnlyCollection<ScheduleOccurrenceKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
            return [];

        var values = string.Join(" OR ", keys.Select(key => $"(schedule_id = {Number(key.ScheduleId)} AND due_at = '{StoredTime.ToText(key.DueAt)}')"));
        var taken = $"SELECT schedule_id FROM dk_schedule_runs WHERE {values}";
        return await database.ReadAsync<IReadOnlyList<DueSchedule>>(
            async session =>
            {
                var takenIds = (await session.ListAsync(taken, null, row => row.GetInt64(0))).ToHashSet();
                return await session.ListAsync(
                    _selectSmall + $"WHERE s.id IN ({Numbers(keys.Select(key => key.ScheduleId))})",
                    null,
                    row =>
                    {
                        var schedule = ScheduleRow.ReadWithContent(row);
                        return new DueSchedule(schedule, takenIds.Contains(schedule.Id));
                    });
            },
            cancellationToken);
    }

    public Task<long> ReadChangePositionAsync(CancellationToken cancellationToken) => feed.ReadPositionAsync(cancellationToken);

    public Task<IReadOnlyList<ScheduleChange>> ReadChangesAsync(long after, int limit, CancellationToken cancellationToken) =>
        feed.ReadAsync(after, limit, cancellationToken);

    public Task<Schedule?> FindAsync(long id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, id), cancellationToken);

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
            session => session.ListAsync(
                _selectSmall + """
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
        database.WriteAsync(session => AddAsync(session, insert), cancellationToken);

    public Task<ScheduleInsertResult> FindCreatedAsync(
        string requestId, string requestHash, DateTimeOffset since, CancellationToken cancellationToken) => database.ReadAsync(
            async session => await FindCreatedAsync(session, requestId, requestHash, since) ?? new ScheduleInsertResult(null, IsRepeated: false),
            cancellationToken);

    public Task<Schedule?> UpdateAsync(long id, ScheduleUpdate update, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var change = SqlScheduleChange.Of(id, update, at);
        return database.WriteAsync(
            async session =>
            {
                var resumes = !database.Facts.HasScheduleTriggers && update.Status == ScheduleStatus.Active
                    && await session.ScalarAsync<long>("SELECT count(*) FROM kb_schedule WHERE id = @id AND lower(trim(status)) <> 'active'", new { id }) > 0;
                if (await session.ExecuteAsync(change.ShopSql, change.Parameters) == 0)
                    return null;
                if (change.OwnSql is { } own)
                {
                    await AddOwnRowAsync(session, id);
                    await session.ExecuteAsync(own, change.Parameters);
                }

                if (resumes)
                {
                    await AddOwnRowAsync(session, id);
                    await session.ExecuteAsync(
                        "UPDATE dk_schedules SET resumed_at = @At WHERE schedule_id = @id", new { id, At = StoredTime.ToText(at) });
                }

                return await FindAsync(session, id);
            },
            cancellationToken);
    }

    public Task<bool> DeleteAsync(long id, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            if (await session.ExecuteAsync("DELETE FROM kb_schedule WHERE id = @id", new { id }) == 0)
                return false;

            // As the triggers do: where the number of the newest row is given out again, its successor must not find its occurrences taken.
            await session.ExecuteAsync("DELETE FROM dk_schedules WHERE schedule_id = @id", new { id });
            await session.ExecuteAsync("DELETE FROM dk_schedule_runs WHERE schedule_id = @id", new { id });
            return true;
        },
        cancellationToken);

    public Task RecordSkipsAsync(IReadOnlyCollection<ScheduleSkip> skips, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            foreach (var skip in skips)
                await SqlScheduleRuns.RecordAsync(session, skip);
            return true;
        },
        cancellationToken);

    public Task RecordProblemAsync(long id, string problem, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqlScheduleRuns.RecordProblemAsync(session, id, problem, at), cancellationToken);

    public async Task<IReadOnlyList<ScheduleRun>> ListRunsAsync(
        long scheduleId, long beforeId, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(session => SqlScheduleRuns.ListAsync(session, scheduleId, beforeId, limit), cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset changesBefore, DateTimeOffset runsBefore, int limit, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqlScheduleRuns.PurgeAsync(session, changesBefore, runsBefore, limit), cancellationToken);

    public Task<int> PurgeLogsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync(
            database.Dialect.DeleteOldest("kb_schedule_logs", "created_at", "rowid", limit), new { before = SeoulTime.ToText(before) }),
        cancellationToken);

    private static string SelectContent(SqlDialect dialect, string condition) =>
        "SELECT " + ScheduleRow.Columns(dialect) + ", " + ScheduleRow.ContentColumns.Replace("{0}", condition, StringComparison.Ordinal) + From;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Numbers(IEnumerable<long> numbers) => string.Join(',', numbers.Select(Number));

    private static Task AddOwnRowAsync(SqlSession session, long id) => session.ExecuteAsync(
        "INSERT INTO dk_schedules (schedule_id) SELECT @id WHERE NOT EXISTS (SELECT 1 FROM dk_schedules WHERE schedule_id = @id)", new { id });

    private Task<Schedule?> FindAsync(SqlSession session, long id) =>
        session.FirstAsync(_selectWhole + "WHERE s.id = @id", new { id }, ScheduleRow.ReadWithContent);

    private async Task<ScheduleInsertResult?> FindCreatedAsync(SqlSession session, string requestId, string? requestHash, DateTimeOffset since)
    {
        var known = await session.ListAsync(
            "SELECT schedule_id, request_hash FROM dk_schedules WHERE request_id = @requestId AND requested_at >= @Since",
            new { requestId, Since = StoredTime.ToText(since) },
            row => (Id: row.GetInt64(0), Hash: row.Text(1)));
        return known.Count == 0
            ? null
            : new ScheduleInsertResult(known[0].Hash == requestHash ? await FindAsync(session, known[0].Id) : null, IsRepeated: true);
    }

    private async Task<ScheduleInsertResult> AddAsync(SqlSession session, ScheduleInsert insert)
    {
        var since = StoredTime.ToText(insert.RequestsSince);
        if (insert.RequestId is not null)
        {
            await session.ExecuteAsync(
                "UPDATE dk_schedules SET request_id = NULL, request_hash = NULL WHERE request_id = @RequestId AND requested_at < @since",
                new { insert.RequestId, since });
            if (await FindCreatedAsync(session, insert.RequestId, insert.RequestHash, insert.RequestsSince) is { } known)
                return known;
        }

        var (sql, ownSql, parameters) = SqlScheduleChange.Insert(insert);
        await session.ExecuteAsync(sql, parameters);
        var id = await session.ScalarAsync<long>(database.Dialect.SelectLastInsertId);
        parameters.Add("Id", id);
        await AddOwnRowAsync(session, id);
        await session.ExecuteAsync(ownSql!, parameters);
        return new ScheduleInsertResult(await FindAsync(session, id), IsRepeated: false);
    }
}
