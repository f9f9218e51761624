using System.Data.Common;
using Domaeka.Core.Rooms;
using Domaeka.Core.Scheduling;
using Domaeka.Storage.Sql;

namespace Domaeka.Storage.Rows;

/// <summary>How a row of <c>kb_schedule</c>, with its row of <c>dk_schedules</c>, becomes a <see cref="Schedule"/>.</summary>
internal static class ScheduleRow
{
    /// <summary>What to select, in the order in which <see cref="Read"/> takes it; <c>s</c> is the shop's row and <c>d</c> the server's.</summary>
    public static string Columns(SqlDialect dialect) => $"""
        s.id, s.title, s.description, s.target_bot_name, s.target_room_id, s.target_device_id, s.schedule_type, {dialect.AsText("s.schedule_date")},
        {dialect.AsText("s.schedule_time")}, s.schedule_times, s.schedule_weekdays, {dialect.AsText("s.valid_from")}, {dialect.AsText("s.valid_until")}, s.status,
        {dialect.AsText("s.created_at")}, {dialect.AsText("s.updated_at")}, {dialect.AsText("s.last_sent_at")}, s.send_count,
        d.cron, d.misfire, d.misfire_seconds, d.ttl_seconds, d.timed_at, d.resumed_at,
        (SELECT max(r.due_at) FROM dk_schedule_runs r WHERE r.schedule_id = s.id AND r.is_manual = 0)
        """;

    /// <summary>What to select behind <see cref="Columns"/> for the content; <c>{0}</c> stands for a condition under which it is read.</summary>
    public const string ContentColumns = """
        {0}, s.message_text, s.processed_message, s.template_variables, CASE WHEN {0} THEN s.message_images_1 END,
        CASE WHEN {0} THEN s.message_images_2 END, s.image_storage_mode, s.send_interval_seconds, s.media_wait_time_1, s.media_wait_time_2
        """;

    private const int ContentStart = 25;

    public static Schedule Read(DbDataReader row)
    {
        var (timing, problem) = new ScheduleTimingColumns
        {
            Type = row.Text(6),
            Date = row.Text(7),
            Time = row.Text(8),
            Times = row.Text(9),
            Weekdays = row.Text(10),
            ValidFrom = row.Text(11),
            ValidUntil = row.Text(12),
            Cron = row.Text(18),
        }.Read();
        return new Schedule
        {
            Id = row.GetInt64(0),
            Title = row.Text(1) ?? "",
            Description = row.Text(2) ?? "",
            Room = new RoomKey(row.Text(3)?.Trim() ?? "", row.Text(4)?.Trim() ?? ""),
            DeviceId = row.Text(5)?.Trim() is { Length: > 0 } device ? device : null,
            Timing = timing,
            Problem = problem,
            Status = ScheduleStatusExtensions.FromStoredWord(row.Text(13)),
            CreatedAt = SeoulTime.Read(row.Text(14)),
            UpdatedAt = SeoulTime.Read(row.Text(15)),
            LastSentAt = SeoulTime.Read(row.Text(16)),
            SendCount = row.Int(17) ?? 0,
            Misfire = MisfireWords.Read(row.Text(19), row.Int(20)),
            TimeToLive = row.PositiveInt(21) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            TimedAt = row.Time(22),
            ResumedAt = row.Time(23),
            LastDueAt = row.Time(24),
        };
    }

    public static Schedule ReadWithContent(DbDataReader row)
    {
        var schedule = Read(row);
        return !row.Flag(ContentStart) ? schedule : schedule with
        {
            Content = new ScheduleContentColumns
            {
                Text = row.Text(ContentStart + 1),
                ProcessedText = row.Text(ContentStart + 2),
                TemplateVariables = row.Text(ContentStart + 3),
                Images1 = row.Text(ContentStart + 4),
                Images2 = row.Text(ContentStart + 5),
                StorageMode = row.Text(ContentStart + 6),
                IntervalSeconds = row.Int(ContentStart + 7),
                WaitMs1 = row.Int(ContentStart + 8),
                WaitMs2 = row.Int(ContentStart + 9),
            }.Read(),
        };
    }
}
