using Domaeka.Api.Mapping;
using Domaeka.Api.Messages;
using Domaeka.Api.Resources;
using Domaeka.Api.Validation;
using Domaeka.Core.Rooms;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using CoreMode = Domaeka.Core.Scheduling.MisfireMode;
using CorePolicy = Domaeka.Core.Scheduling.MisfirePolicy;
using CoreReason = Domaeka.Core.Scheduling.ScheduleSkipReason;
using CoreRun = Domaeka.Core.Scheduling.ScheduleRun;
using CoreSchedule = Domaeka.Core.Scheduling.Schedule;
using CoreStatus = Domaeka.Core.Scheduling.ScheduleStatus;
using CoreUpdate = Domaeka.Core.Scheduling.ScheduleUpdate;
using ProtoMode = Domaeka.V1.MisfireMode;
using ProtoPolicy = Domaeka.V1.MisfirePolicy;
using ProtoReason = Domaeka.V1.ScheduleSkipReason;
using ProtoRun = Domaeka.V1.ScheduleRun;
using ProtoSchedule = Domaeka.V1.Schedule;
using ProtoStatus = Domaeka.V1.ScheduleStatus;

namespace Domaeka.Api.Schedules;

/// <summary>Schedules of Core and of the API.</summary>
internal static class ScheduleMapping
{
    /// <summary>A validated schedule that is to be created.</summary>
    public static CoreSchedule ToCore(this ProtoSchedule schedule) => new()
    {
        Title = schedule.Title,
        Description = schedule.Description,
        Room = ResourceNames.ParseRoom(schedule.Room),
        DeviceId = DeviceId(schedule),
        Timing = schedule.Recurrence.ToCore(),
        Content = schedule.Content.ToCore(),
        Misfire = schedule.MisfirePolicy?.ToCore(),
        TimeToLive = Durations.TryRead(schedule.TimeToLive, out var time) ? time : null,
    };

    /// <summary>What a validated update request changes.</summary>
    public static CoreUpdate ToUpdate(this UpdateScheduleRequest request)
    {
        var (schedule, mask) = (request.Schedule, request.UpdateMask);
        return new CoreUpdate
        {
            Title = UpdateMasks.Covers(mask, ScheduleFields.Title, schedule.Title.Length > 0) ? schedule.Title : null,
            Description = UpdateMasks.Covers(mask, ScheduleFields.Description, schedule.Description.Length > 0) ? schedule.Description : null,
            Room = UpdateMasks.Covers(mask, ScheduleFields.Room, schedule.Room.Length > 0) ? ResourceNames.ParseRoom(schedule.Room) : null,
            DeviceId = UpdateMasks.Covers(mask, ScheduleFields.Device, schedule.Device.Length > 0) ? DeviceId(schedule) ?? "" : null,
            Timing = UpdateMasks.Covers(mask, ScheduleFields.Recurrence, schedule.Recurrence is not null) ? schedule.Recurrence!.ToCore() : null,
            Content = UpdateMasks.Covers(mask, ScheduleFields.Content, schedule.Content is not null) ? schedule.Content!.ToCore() : null,
            SetsMisfire = UpdateMasks.Covers(mask, ScheduleFields.MisfirePolicy, schedule.MisfirePolicy is not null),
            Misfire = schedule.MisfirePolicy?.ToCore(),
            SetsTimeToLive = UpdateMasks.Covers(mask, ScheduleFields.TimeToLive, schedule.TimeToLive is not null),
            TimeToLive = Durations.TryRead(schedule.TimeToLive, out var time) ? time : null,
        };
    }

    public static ProtoSchedule ToProto(this CoreSchedule schedule, DateTimeOffset? nextRun) => new()
    {
        Name = schedule.Id == 0 ? "" : ResourceNames.ForSchedule(schedule.Id),
        Title = schedule.Title,
        Description = schedule.Description,
        Room = IsRoom(schedule.Room) ? ResourceNames.ForRoom(schedule.Room) : "",
        Device = MessageMapping.DeviceName(schedule.Room, schedule.DeviceId),
        Recurrence = schedule.Timing?.ToProto(),
        MisfirePolicy = schedule.Misfire is { } policy ? ToProto(policy) : null,
        TimeToLive = schedule.TimeToLive is { } time ? Duration.FromTimeSpan(time) : null,
        Content = schedule.Content?.ToProto(),
        Status = SameNames<CoreStatus, ProtoStatus>.Find(schedule.Status) ?? ProtoStatus.Unspecified,
        Problem = schedule.Problem ?? schedule.Content?.Problem ?? "",
        NextRunTime = nextRun.ToProto(),
        LastRunTime = schedule.LastSentAt.ToProto(),
        RunCount = schedule.SendCount,
        CreateTime = schedule.CreatedAt.ToProto(),
        UpdateTime = schedule.UpdatedAt.ToProto(),
    };

    /// <summary>A filter's status; null means any.</summary>
    public static CoreStatus? ToFilter(this ProtoStatus status) => SameNames<ProtoStatus, CoreStatus>.Find(status);

    public static ProtoRun ToProto(this CoreRun run) => new()
    {
        Schedule = ResourceNames.ForSchedule(run.ScheduleId),
        DueTime = run.DueAt.ToProto(),
        StartTime = run.StartedAt.ToProto(),
        Manual = run.IsManual,
        Message = run.MessageId is { } id ? ResourceNames.ForMessage(id) : "",
        State = run.State is { } state ? state.ToProto() : V1.DeliveryState.Unspecified,
        Reason = run.State is null ? V1.DeliveryReason.Unspecified : run.Reason.ToProto(),
        WriteTime = run.WrittenAt.ToProto(),
        EndTime = run.EndedAt.ToProto(),
        SkipReason = run.SkipReason is { } reason ? SameNames<CoreReason, ProtoReason>.Map(reason) : ProtoReason.Unspecified,
        SkipDetail = run.SkipDetail ?? "",
    };

    private static CorePolicy ToCore(this ProtoPolicy policy) => new(
        SameNames<ProtoMode, CoreMode>.Map(policy.Mode),
        Durations.TryRead(policy.Tolerance, out var tolerance) ? tolerance : TimeSpan.Zero);

    private static ProtoPolicy ToProto(CorePolicy policy) => new()
    {
        Mode = SameNames<CoreMode, ProtoMode>.Map(policy.Mode),
        Tolerance = policy.Mode == CoreMode.RunIfLate ? Duration.FromTimeSpan(policy.Tolerance) : null,
    };

    private static bool IsRoom(RoomKey room) => room.BotName.Length > 0 && room.ChannelId.Length > 0;

    private static string? DeviceId(ProtoSchedule schedule) =>
        schedule.Device.Length == 0 ? null : ResourceNames.ParseDevice(schedule.Device).DeviceId;
}
