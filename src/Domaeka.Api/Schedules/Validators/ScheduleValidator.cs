using Domaeka.Api.Resources;
using Domaeka.Api.Validation;
using Domaeka.Core.Scheduling;
using FluentValidation;
using ProtoMode = Domaeka.V1.MisfireMode;
using ProtoPolicy = Domaeka.V1.MisfirePolicy;
using ProtoSchedule = Domaeka.V1.Schedule;

namespace Domaeka.Api.Schedules.Validators;

/// <summary>The rules of what is set in a <see cref="ProtoSchedule"/>; what must be set is a matter of the request.</summary>
internal sealed class ScheduleValidator : AbstractValidator<ProtoSchedule>
{
    private const int MaxTitleLength = 200;
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(365);

    public ScheduleValidator(IValidator<V1.Recurrence> recurrence, IValidator<V1.ScheduleContent> content)
    {
        RuleFor(schedule => schedule.Title)
            .Must(title => title.Length <= MaxTitleLength && !title.Any(char.IsControl))
            .WithMessage($"must have at most {MaxTitleLength} characters, no control characters");
        RuleFor(schedule => schedule.Description).Description();
        RuleFor(schedule => schedule.Room).RoomFilter();
        RuleFor(schedule => schedule.Device)
            .Must(device => device.Length == 0 || ResourceNames.TryParseDevice(device, out _))
            .WithMessage($"must be empty or the resource name of a device, {ResourceNames.DevicePattern}");
        RuleFor(schedule => schedule.Device)
            .Must((schedule, name) => !ResourceNames.TryParseDevice(name, out var device)
                || !ResourceNames.TryParseRoom(schedule.Room, out var room)
                || device.BotName == room.BotName)
            .WithMessage("must be a device of the room's bot");
        RuleFor(schedule => schedule.Recurrence).SetValidator(recurrence).When(schedule => schedule.Recurrence is not null);
        RuleFor(schedule => schedule.Content).SetValidator(content).When(schedule => schedule.Content is not null);
        RuleFor(schedule => schedule.MisfirePolicy)
            .Must(IsPolicy)
            .When(schedule => schedule.MisfirePolicy is not null)
            .WithMessage("must have a mode, with MISFIRE_MODE_RUN_IF_LATE a tolerance of 0 to 7 days in whole seconds, else none");
        RuleFor(schedule => schedule.TimeToLive)
            .Must(life => Durations.TryRead(life, out var time) && time >= TimeSpan.FromSeconds(1) && time <= LongestLife && life.Nanos == 0)
            .When(schedule => schedule.TimeToLive is not null)
            .WithMessage("must be 1 s to 365 days, in whole seconds");
    }

    private static bool IsPolicy(ProtoPolicy policy) => policy.Mode switch
    {
        ProtoMode.RunIfLate => Durations.TryRead(policy.Tolerance, out var time)
            && time >= TimeSpan.Zero && time <= MisfirePolicy.MaxTolerance && policy.Tolerance.Nanos == 0,
        ProtoMode.Skip or ProtoMode.RunOnce => policy.Tolerance is null,
        _ => false,
    };
}
