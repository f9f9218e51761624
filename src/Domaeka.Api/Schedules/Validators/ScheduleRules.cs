using Domaeka.Api.Resources;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Schedules.Validators;

/// <summary>Rules that several requests of this service share.</summary>
internal static class ScheduleRules
{
    private const int MaxTimes = 100;

    /// <summary>Required; the resource name of a schedule.</summary>
    public static IRuleBuilderOptions<T, string> ScheduleName<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(name => ResourceNames.TryParseSchedule(name, out _))
        .WithMessage($"must be the resource name of a schedule, {ResourceNames.SchedulePattern}");

    /// <summary>Optional; the caller's id of the request.</summary>
    public static IRuleBuilderOptions<T, string> RequestId<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(id => id.Length <= Messages.MessageLimits.MaxKeyLength && id.All(character => character is > ' ' and <= '~'))
        .WithMessage($"must have at most {Messages.MessageLimits.MaxKeyLength} characters, all of them visible ASCII");

    /// <summary>Required; a schedule with everything that it needs.</summary>
    public static void WholeSchedule<T>(this IRuleBuilderInitial<T, Schedule> rule, IValidator<Schedule> validator) => rule
        .Cascade(CascadeMode.Continue)
        .NotNull().WithMessage("must be set")
        .SetValidator(validator)
        .ChildRules(schedule =>
        {
            schedule.RuleFor(given => given.Room).NotEmpty().WithMessage($"must be the resource name of a room, {ResourceNames.RoomPattern}");
            schedule.RuleFor(given => given.Recurrence).NotNull().WithMessage("must be set");
            schedule.RuleFor(given => given.Content).NotNull().WithMessage("must be set");
        });

    /// <summary>Required; times of the day.</summary>
    public static IRuleBuilderOptions<T, Google.Protobuf.Collections.RepeatedField<string>> Times<T>(
        this IRuleBuilder<T, Google.Protobuf.Collections.RepeatedField<string>> rule) => rule
        .Must(times => times.Count is >= 1 and <= MaxTimes && times.All(time => LocalTimes.TryReadTime(time, out _)))
        .WithMessage($"must be 1 to {MaxTimes} times of the day, HH:MM or HH:MM:SS");

    /// <summary>Optional; a day.</summary>
    public static IRuleBuilderOptions<T, string> DateOrEmpty<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(date => date.Length == 0 || LocalTimes.TryReadDate(date, out _))
        .WithMessage("must be empty or a day of the years 2000 to 2999, YYYY-MM-DD");
}
