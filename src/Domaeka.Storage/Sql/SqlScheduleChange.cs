using Dapper;
using Domaeka.Core.Scheduling;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sql;

/// <summary>The statements that insert or change a schedule: one for the shop's row, one for the server's.</summary>
internal sealed record SqlScheduleChange(string ShopSql, string? OwnSql, DynamicParameters Parameters)
{
    private static readonly string[] TimingColumns =
        ["schedule_type", "schedule_date", "schedule_time", "schedule_times", "schedule_weekdays", "valid_from", "valid_until"];

    private static readonly string[] ContentColumns =
    [
        "message_text", "processed_message", "template_variables", "message_images_1", "message_images_2", "image_storage_mode",
        "send_interval_seconds", "media_wait_time_1", "media_wait_time_2",
    ];

    /// <summary>What an update changes. Columns that it does not name are not touched, so that an edit by the shop in between stays.</summary>
    public static SqlScheduleChange Of(long id, ScheduleUpdate update, DateTimeOffset at)
    {
        var (shop, own) = (new List<string> { "updated_at" }, new List<string>());
        var parameters = new DynamicParameters(new { Id = id, updated_at = SeoulTime.ToText(at) });
        Set("title", update.Title, update.Title is not null);
        Set("description", update.Description, update.Description is not null);
        Set("target_device_id", update.DeviceId is { Length: > 0 } device ? device : null, update.DeviceId is not null);
        Set("status", update.Status?.ToStoredWord(), update.Status is not null);
        if (update.Room is { } room)
        {
            Set("target_bot_name", room.BotName, true);
            Set("target_room_id", room.ChannelId, true);
        }

        if (update.Timing is { } timing)
        {
            shop.AddRange(TimingColumns);
            Add(parameters, ScheduleTimingColumns.Of(timing));
            own.AddRange(["cron", "timed_at"]);
            parameters.Add("timed_at", StoredTime.ToText(at));
        }

        if (update.Content is { } content)
        {
            shop.AddRange(ContentColumns);
            Add(parameters, ScheduleContentColumns.Of(content));
        }

        if (update.Timing is not null || update.Status is not null)
            Set("next_send_at", SeoulTime.ToText(update.NextDueAt), true);
        if (update.SetsMisfire)
        {
            own.AddRange(["misfire", "misfire_seconds"]);
            Add(parameters, update.Misfire);
        }

        if (update.SetsTimeToLive)
        {
            own.Add("ttl_seconds");
            parameters.Add("ttl_seconds", (long?)update.TimeToLive?.TotalSeconds);
        }

        return new SqlScheduleChange(
            $"UPDATE kb_schedule SET {Assignments(shop)} WHERE id = @Id",
            own.Count == 0 ? null : $"UPDATE dk_schedules SET {Assignments(own)} WHERE schedule_id = @Id",
            parameters);

        void Set(string column, object? value, bool isSet)
        {
            if (!isSet)
                return;
            shop.Add(column);
            parameters.Add(column, value);
        }
    }

    /// <summary>What an insert stores. The server's row is there by then; <c>@Id</c> is still to be added.</summary>
    public static SqlScheduleChange Insert(ScheduleInsert insert)
    {
        var schedule = insert.Schedule;
        var parameters = new DynamicParameters(new
        {
            title = schedule.Title,
            description = schedule.Description,
            target_bot_name = schedule.Room.BotName,
            target_room_id = schedule.Room.ChannelId,
            target_device_id = schedule.DeviceId,
            status = schedule.Status.ToStoredWord(),
            next_send_at = SeoulTime.ToText(insert.NextDueAt),
            created_at = SeoulTime.ToText(insert.At),
            ttl_seconds = (long?)schedule.TimeToLive?.TotalSeconds,
            timed_at = StoredTime.ToText(insert.At),
            request_id = insert.RequestId,
            request_hash = insert.RequestHash,
            requested_at = insert.RequestId is null ? null : StoredTime.ToText(insert.At),
        });
        Add(parameters, ScheduleTimingColumns.Of(schedule.Timing ?? throw new ArgumentException("A schedule without a timing cannot be stored.", nameof(insert))));
        Add(parameters, ScheduleContentColumns.Of(schedule.Content ?? throw new ArgumentException("A schedule without a content cannot be stored.", nameof(insert))));
        Add(parameters, schedule.Misfire);
        string[] shop =
        [
            "title", "description", "target_bot_name", "target_room_id", "target_device_id", "status", "next_send_at", "created_at",
            .. TimingColumns, .. ContentColumns,
        ];
        string[] own = ["cron", "misfire", "misfire_seconds", "ttl_seconds", "timed_at", "request_id", "request_hash", "requested_at"];
        return new SqlScheduleChange(
            $"INSERT INTO kb_schedule ({string.Join(", ", shop)}) VALUES ({string.Join(", ", shop.Select(column => "@" + column))})",
            $"UPDATE dk_schedules SET {Assignments(own)} WHERE schedule_id = @Id",
            parameters);
    }

    private static string Assignments(IEnumerable<string> columns) => string.Join(", ", columns.Select(column => $"{column} = @{column}"));

    private static void Add(DynamicParameters parameters, ScheduleTimingColumns columns) => parameters.AddDynamicParams(new
    {
        schedule_type = columns.Type,
        schedule_date = columns.Date,
        schedule_time = columns.Time,
        schedule_times = columns.Times,
        schedule_weekdays = columns.Weekdays,
        valid_from = columns.ValidFrom,
        valid_until = columns.ValidUntil,
        cron = columns.Cron,
    });

    private static void Add(DynamicParameters parameters, ScheduleContentColumns columns) => parameters.AddDynamicParams(new
    {
        message_text = columns.Text,
        processed_message = columns.ProcessedText,
        template_variables = columns.TemplateVariables,
        message_images_1 = columns.Images1,
        message_images_2 = columns.Images2,
        image_storage_mode = columns.StorageMode,
        send_interval_seconds = columns.IntervalSeconds,
        media_wait_time_1 = columns.WaitMs1,
        media_wait_time_2 = columns.WaitMs2,
    });

    private static void Add(DynamicParameters parameters, MisfirePolicy? policy)
    {
        parameters.Add("misfire", policy?.Mode.ToStoredWord());
        parameters.Add("misfire_seconds", policy is { Mode: MisfireMode.RunIfLate } late ? (long?)late.Tolerance.TotalSeconds : null);
    }
}
