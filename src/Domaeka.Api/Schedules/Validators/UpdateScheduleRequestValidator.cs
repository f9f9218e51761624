using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Schedules.Validators;

/// <summary>The rules of <see cref="UpdateScheduleRequest"/>.</summary>
internal sealed class UpdateScheduleRequestValidator : AbstractValidator<UpdateScheduleRequest>
{
    public UpdateScheduleRequestValidator(IValidator<Schedule> schedule)
    {
        RuleFor(request => request.UpdateMask).UpdateMask(ScheduleFields.Updatable);
        RuleFor(request => request.Schedule).NotNull().WithMessage("must be set");
        When(request => request.Schedule is not null, () =>
        {
            RuleFor(request => request.Schedule.Name).ScheduleName();
            RuleFor(request => request.Schedule).SetValidator(schedule);
            RuleFor(request => request.Schedule.Room)
                .Must((request, room) => !IsNamed(request, ScheduleFields.Room) || room.Length > 0)
                .WithMessage("must be set: a schedule cannot be without a room");
            RuleFor(request => request.Schedule.Recurrence)
                .Must((request, recurrence) => !IsNamed(request, ScheduleFields.Recurrence) || recurrence is not null)
                .WithMessage("must be set: a schedule cannot be without a recurrence");
            RuleFor(request => request.Schedule.Content)
                .Must((request, content) => !IsNamed(request, ScheduleFields.Content) || content is not null)
                .WithMessage("must be set: a schedule cannot be without a content");
        });
    }

    private static bool IsNamed(UpdateScheduleRequest request, string path) =>
        !UpdateMasks.IsOpen(request.UpdateMask) && request.UpdateMask.Paths.Contains(path);
}
